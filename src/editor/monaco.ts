/** Monaco with what an editor of small Python files needs, and no more: features are picked by hand. */
import 'monaco-editor/features/bracketMatching/register'
import 'monaco-editor/features/clipboard/register'
import 'monaco-editor/features/codeAction/register'
import 'monaco-editor/features/codeEditor/register'
import 'monaco-editor/features/comment/register'
import 'monaco-editor/features/cursorUndo/register'
import 'monaco-editor/features/find/register'
import 'monaco-editor/features/folding/register'
import 'monaco-editor/features/gotoError/register'
import 'monaco-editor/features/hover/register'
import 'monaco-editor/features/indentation/register'
import 'monaco-editor/features/linesOperations/register'
import 'monaco-editor/features/multicursor/register'
import 'monaco-editor/features/parameterHints/register'
// The feature of that name is the inline one alone; the list is its controller.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController.js'
import 'monaco-editor/features/snippet/register'
import 'monaco-editor/features/toggleTabFocusMode/register'
import 'monaco-editor/features/wordHighlighter/register'
import 'monaco-editor/features/wordOperations/register'
import 'monaco-editor/languages/definitions/python/register'
import 'monaco-editor/languages/definitions/yaml/register'
import * as monaco from 'monaco-editor/editor/editor.api'
import EditorWorker from 'monaco-editor/editor/editor.worker.js?worker'
import type { Editor, EditorFile, EditorHooks, Mark, Spot } from './editor.ts'
import type { Help } from './help.ts'
import { themeOf } from './monaco-theme.ts'

self.MonacoEnvironment = { getWorker: () => new EditorWorker() }

/** The owner of our markers, so that they can be told from others. */
const OWNER = 'queuelab'

/** Opens an editor in an element. */
export function openEditor(host: HTMLElement, dark: boolean, hooks: EditorHooks): Editor {
  paint(dark)
  const editor = monaco.editor.create(host, {
    model: null,
    theme: OWNER,
    ariaLabel:
      'Code. Press Escape, then Tab, to leave the editor. Control M lets Tab indent, or leave, for good.',
    automaticLayout: true,
    fontFamily: getComputedStyle(host).getPropertyValue('--mono'),
    fontSize: Number.parseFloat(getComputedStyle(host).fontSize),
    lineHeight: 20,
    lineNumbersMinChars: 3,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderLineHighlight: 'none',
    overviewRulerLanes: 0,
    padding: { top: 8, bottom: 8 },
    tabSize: 4,
    insertSpaces: true,
    fixedOverflowWidgets: true,
    // A line that is cut off at the rim is a line that is not read.
    wordWrap: 'on',
    wrappingIndent: 'indent',
    quickSuggestions: { other: true, comments: false, strings: false },
    quickSuggestionsDelay: 150,
    // Enter begins a line, Tab leaves or indents: a suggestion is taken where the list has the focus of the arrows.
    acceptSuggestionOnEnter: 'smart',
    wordBasedSuggestions: 'off',
    suggest: { showWords: false, preview: false },
    lightbulb: { enabled: monaco.editor.ShowLightbulbIconMode.OnCode },
    tabFocusMode: true,
    accessibilitySupport: 'auto',
    scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  })
  letTabOut(editor)
  editor.addCommand(monaco.KeyMod.CtrlCmd | monaco.KeyCode.Enter, hooks.onRun)
  const models = new Models(hooks)
  const help = new LazyHelp(models, host)
  const stands = (): void => {
    const [model, place] = [editor.getModel(), editor.getPosition()]
    const file = model && models.pathOf(model)
    hooks.onCursor(file !== null && place ? { file, line: place.lineNumber } : null)
  }
  editor.onDidChangeCursorPosition(stands)
  editor.onDidFocusEditorText(stands)
  editor.onDidChangeModel(stands)
  const lit = editor.createDecorationsCollection()
  return {
    show(files, active) {
      models.update(files)
      const model = models.get(active)
      if (editor.getModel() !== model) editor.setModel(model)
      editor.updateOptions({ readOnly: files.find(({ path }) => path === active)?.locked ?? false })
      help.changed()
    },
    mark(marks) {
      models.mark(marks)
      help.changed()
    },
    light(spot) {
      lit.set(spot && models.get(spot.file) === editor.getModel() ? [whole(spot)] : [])
      if (spot && lit.length > 0) editor.revealLineInCenterIfOutsideViewport(spot.line)
    },
    go(line) {
      editor.setPosition({ lineNumber: line, column: 1 })
      editor.revealLineInCenterIfOutsideViewport(line)
      editor.focus()
    },
    focus: () => editor.focus(),
    repaint: paint,
    dispose() {
      help.dispose()
      editor.dispose()
      models.dispose()
    },
  }
}

/** Help comes behind the editor: who types at once is not kept waiting for it. */
class LazyHelp {
  #help: Help | null = null
  #gone = false

  constructor(models: Models, host: HTMLElement) {
    import('./help.ts').then(
      ({ startHelp }) => {
        if (this.#gone) return
        this.#help = startHelp(models)
        host.dataset['help'] = 'here'
      },
      // Without it the editor is still an editor; a page that is opened again asks again.
      () => {},
    )
  }

  changed(): void {
    this.#help?.changed()
  }

  dispose(): void {
    this.#gone = true
    this.#help?.dispose()
  }
}

/** The models behind the tabs, one a file, each with its own history of changes. */
class Models {
  readonly #models = new Map<string, monaco.editor.ITextModel>()
  readonly #hooks: EditorHooks
  #marks: readonly Mark[] = []

  constructor(hooks: EditorHooks) {
    this.#hooks = hooks
  }

  /** Every file as it stands here. */
  files(): readonly { readonly path: string; readonly text: string }[] {
    return [...this.#models].map(([path, model]) => ({ path, text: model.getValue() }))
  }

  modelOf(path: string): monaco.editor.ITextModel | null {
    return this.get(path)
  }

  pathOf(model: monaco.editor.ITextModel): string | null {
    return [...this.#models].find(([, each]) => each === model)?.[0] ?? null
  }

  /** Lines where a run has told of an error. */
  told(path: string): ReadonlySet<number> {
    const own = this.#marks.filter(({ file, severity }) => file === path && severity === 'error')
    return new Set(own.map(({ line }) => line))
  }

  get(path: string): monaco.editor.ITextModel | null {
    return this.#models.get(path) ?? null
  }

  update(files: readonly EditorFile[]): void {
    for (const [path, model] of this.#models) {
      if (files.some((file) => file.path === path)) continue
      this.#models.delete(path)
      model.dispose()
    }
    for (const { path, text } of files) {
      const model = this.#models.get(path) ?? this.#create(path, text)
      if (model.getValue() !== text) {
        const range = model.getFullModelRange()
        model.pushEditOperations([], [{ range, text }], () => null)
      }
    }
  }

  mark(marks: readonly Mark[]): void {
    this.#marks = marks
    for (const [path, model] of this.#models) {
      const own = marks.filter((mark) => mark.file === path && mark.line <= model.getLineCount())
      monaco.editor.setModelMarkers(
        model,
        OWNER,
        own.map((mark) => marker(model, mark)),
      )
    }
  }

  dispose(): void {
    for (const model of this.#models.values()) model.dispose()
  }

  #create(path: string, text: string): monaco.editor.ITextModel {
    const language = /\.ya?ml$/.test(path) ? 'yaml' : 'python'
    const model = monaco.editor.createModel(text, language)
    model.setEOL(monaco.editor.EndOfLineSequence.LF)
    model.onDidChangeContent(() => this.#hooks.onChange(path, model.getValue()))
    this.#models.set(path, model)
    return model
  }
}

/**
 * Tab leaves the editor until somebody types or clicks into it; after that it indents, and Escape
 * gives it back. So nobody who walks the page by keyboard is caught here.
 */
function letTabOut(editor: monaco.editor.IStandaloneCodeEditor): void {
  const leave = (leaves: boolean): void => editor.updateOptions({ tabFocusMode: leaves })
  editor.onDidChangeModelContent(() => {
    if (editor.hasTextFocus()) leave(false)
  })
  editor.onMouseDown(() => leave(false))
  editor.onDidBlurEditorWidget(() => leave(true))
  editor.onKeyDown((event) => {
    if (event.keyCode === monaco.KeyCode.Escape) leave(true)
  })
}

const whole = ({ line }: Spot): monaco.editor.IModelDeltaDecoration => ({
  range: new monaco.Range(line, 1, line, 1),
  options: { isWholeLine: true, className: 'lit-line', lineNumberClassName: 'lit-number' },
})

function marker(
  model: monaco.editor.ITextModel,
  { line, severity, text }: Mark,
): monaco.editor.IMarkerData {
  const severities = { error: monaco.MarkerSeverity.Error, warning: monaco.MarkerSeverity.Warning }
  return {
    startLineNumber: line,
    startColumn: model.getLineFirstNonWhitespaceColumn(line) || 1,
    endLineNumber: line,
    endColumn: model.getLineMaxColumn(line),
    message: text,
    severity: severities[severity],
  }
}

function paint(dark: boolean): void {
  monaco.editor.defineTheme(OWNER, themeOf(getComputedStyle(document.documentElement), dark))
  monaco.editor.setTheme(OWNER)
}
