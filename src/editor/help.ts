/** Completion, hover, signatures and problems of Python in Monaco; fetched behind the editor, with what it knows. */
import * as monaco from 'monaco-editor/editor/editor.api'
import library from 'virtual:python-library'
import { book } from '../mistakes/load.ts'
import { explain, inShort, type Loudness } from '../mistakes/mistake.ts'
import type { EditorFile } from './editor.ts'
import { type ClusterSuggestion, clusterSuggestionsAt } from './cluster/complete.ts'
import { type Suggestion, type SuggestionKind, suggestionsAt } from './python/complete.ts'
import type { LibraryData } from './python/library.ts'
import { hoverAt, signatureAt } from './python/look-up.ts'
import { type Finding, problemsOf } from './python/problems/index.ts'
import { Project } from './python/project.ts'
import { markdown, type Told } from './python/show.ts'

/** The owner of the markers that are made while somebody types. */
const OWNER = 'queuelab-help'

/** Problems are looked for once nobody has typed for so long, in milliseconds. */
const PAUSE = 250

/** The files as they stand in the editor. */
export interface Desk {
  files(): readonly Pick<EditorFile, 'path' | 'text'>[]
  pathOf(model: monaco.editor.ITextModel): string | null
  modelOf(path: string): monaco.editor.ITextModel | null
  /** Lines of a file where a run has told of an error: Python's own words count there. */
  told(path: string): ReadonlySet<number>
}

export interface Help {
  /** Something was written, or another file is shown. */
  changed(): void
  dispose(): void
}

/** Starts helping with the files of a desk. */
export function startHelp(desk: Desk): Help {
  const helper = new Helper(desk)
  const providers = [
    monaco.languages.registerCompletionItemProvider('python', {
      triggerCharacters: ['.', '('],
      provideCompletionItems: (model, position) => helper.complete(model, position),
    }),
    monaco.languages.registerCompletionItemProvider('yaml', {
      triggerCharacters: ['-', ' '],
      provideCompletionItems: (model, position) => inCluster(desk, model, position),
    }),
    monaco.languages.registerHoverProvider('python', {
      provideHover: (model, position) => helper.hover(model, position),
    }),
    monaco.languages.registerSignatureHelpProvider('python', {
      signatureHelpTriggerCharacters: ['(', ','],
      signatureHelpRetriggerCharacters: ['='],
      provideSignatureHelp: (model, position) => helper.signature(model, position),
    }),
    monaco.languages.registerCodeActionProvider(
      'python',
      { provideCodeActions: (model, range) => helper.fixes(model, range) },
      { providedCodeActionKinds: ['quickfix'] },
    ),
  ]
  helper.changed()
  return {
    changed: () => helper.changed(),
    dispose() {
      helper.dispose()
      for (const provider of providers) provider.dispose()
    },
  }
}

const CLUSTER_KINDS = {
  key: monaco.languages.CompletionItemKind.Property,
  value: monaco.languages.CompletionItemKind.Value,
  option: monaco.languages.CompletionItemKind.Field,
} as const satisfies {
  readonly [kind in ClusterSuggestion['kind']]: monaco.languages.CompletionItemKind
}

/** What may stand in `cluster.yaml`; a lab has no other file of that language. */
function inCluster(
  desk: Desk,
  model: monaco.editor.ITextModel,
  position: monaco.Position,
): monaco.languages.CompletionList {
  if (desk.pathOf(model) === null) return { suggestions: [] }
  const { lineNumber, column } = position
  const before = model.getLineContent(lineNumber).slice(0, column - 1)
  // An option is one word with its dashes.
  const word = /[\w-]*$/u.exec(before)?.[0].length ?? 0
  const range = new monaco.Range(lineNumber, column - word, lineNumber, column)
  const found = clusterSuggestionsAt(model.getValue(), model.getOffsetAt(position))
  const suggestions = found.map(({ label, kind, insert, words }, index) => ({
    label,
    kind: CLUSTER_KINDS[kind],
    insertText: insert ?? label,
    sortText: String(index).padStart(3, '0'),
    documentation: { value: markdown(words) },
    range,
  }))
  return { suggestions }
}

class Helper {
  readonly #desk: Desk
  readonly #project = new Project(JSON.parse(library) as LibraryData)
  readonly #found = new Map<string, readonly Finding[]>()
  #pause: ReturnType<typeof setTimeout> | undefined

  constructor(desk: Desk) {
    this.#desk = desk
  }

  changed(): void {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#look(), PAUSE)
  }

  dispose(): void {
    clearTimeout(this.#pause)
  }

  /** Looks for problems in every file: a name that is changed in one is missed in another. */
  #look(): void {
    const files = this.#desk.files()
    this.#project.update(files)
    for (const { path } of files) {
      const model = this.#desk.modelOf(path)
      if (!model || !path.endsWith('.py')) continue
      const told = this.#desk.told(path)
      const found = problemsOf(this.#project, path).filter(
        ({ from }) => !told.has(model.getPositionAt(from).lineNumber),
      )
      this.#found.set(path, found)
      monaco.editor.setModelMarkers(
        model,
        OWNER,
        found.flatMap((each) => marker(model, each)),
      )
    }
  }

  /** The path of a model and the offset of a place in it, once the project knows its text. */
  #at(
    model: monaco.editor.ITextModel,
    position: monaco.IPosition,
  ): { readonly path: string; readonly offset: number } | null {
    const path = this.#desk.pathOf(model)
    if (path === null) return null
    this.#project.update(this.#desk.files())
    return { path, offset: model.getOffsetAt(position) }
  }

  complete(
    model: monaco.editor.ITextModel,
    position: monaco.Position,
  ): monaco.languages.CompletionList {
    const at = this.#at(model, position)
    if (!at) return { suggestions: [] }
    const word = model.getWordUntilPosition(position)
    const range = new monaco.Range(
      position.lineNumber,
      word.startColumn,
      position.lineNumber,
      word.endColumn,
    )
    const found = suggestionsAt(this.#project, at.path, at.offset)
    return { suggestions: found.map((each) => item(each, range)) }
  }

  hover(model: monaco.editor.ITextModel, position: monaco.Position): monaco.languages.Hover | null {
    const at = this.#at(model, position)
    const found = at && hoverAt(this.#project, at.path, at.offset)
    if (!found) return null
    return { range: rangeOf(model, found), contents: shown(found) }
  }

  signature(
    model: monaco.editor.ITextModel,
    position: monaco.Position,
  ): monaco.languages.SignatureHelpResult | null {
    const at = this.#at(model, position)
    const found = at && signatureAt(this.#project, at.path, at.offset)
    if (!found) return null
    const { signature, words, active, parameterWords } = found
    return {
      value: {
        signatures: [
          {
            label: signature.text,
            documentation: { value: markdown(words) },
            parameters: signature.places.map(([from, to], index) => ({
              label: [from, to],
              documentation: parameterWords[index] ?? '',
            })),
          },
        ],
        activeSignature: 0,
        activeParameter: active,
      },
      dispose: () => {},
    }
  }

  fixes(model: monaco.editor.ITextModel, range: monaco.Range): monaco.languages.CodeActionList {
    const path = this.#desk.pathOf(model)
    const near = (this.#found.get(path ?? '') ?? []).filter((each) =>
      monaco.Range.areIntersectingOrTouching(rangeOf(model, each), range),
    )
    const actions = near.flatMap((each) =>
      (each.fixes ?? []).map((fix, index) => ({
        title: fix.title,
        kind: 'quickfix',
        diagnostics: marker(model, each),
        isPreferred: index === 0,
        edit: {
          edits: fix.edits.map((edit) => ({
            resource: model.uri,
            versionId: model.getVersionId(),
            textEdit: { range: rangeOf(model, edit), text: edit.text },
          })),
        },
      })),
    )
    return { actions, dispose: () => {} }
  }
}

function rangeOf(
  model: monaco.editor.ITextModel,
  { from, to }: { readonly from: number; readonly to: number },
): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(from), model.getPositionAt(to))
}

const LOUDNESS: { readonly [loudness in Loudness]: monaco.MarkerSeverity } = {
  error: monaco.MarkerSeverity.Error,
  warning: monaco.MarkerSeverity.Warning,
  info: monaco.MarkerSeverity.Info,
}

/** The marker of a problem, in the words of its prose file. */
function marker(model: monaco.editor.ITextModel, found: Finding): monaco.editor.IMarkerData[] {
  const mistake = book.get(found.mistake)
  if (!mistake) return []
  const words = explain(mistake, found.slots ?? {})
  const range = rangeOf(model, found)
  return [
    {
      startLineNumber: range.startLineNumber,
      startColumn: range.startColumn,
      endLineNumber: range.endLineNumber,
      endColumn: range.endColumn,
      severity: LOUDNESS[mistake.editor ?? 'warning'],
      message: `${words.title}. ${inShort(words)}`,
      code: { value: 'read more', target: monaco.Uri.parse(words.docs) },
    },
  ]
}

function shown({ code, words }: Told): monaco.IMarkdownString[] {
  const blocks = [{ value: `\`\`\`python\n${code}\n\`\`\`` }]
  return words === '' ? blocks : [...blocks, { value: markdown(words) }]
}

const { CompletionItemKind: KIND } = monaco.languages

const KINDS: { readonly [kind in SuggestionKind]: monaco.languages.CompletionItemKind } = {
  module: KIND.Module,
  class: KIND.Class,
  function: KIND.Function,
  method: KIND.Method,
  task: KIND.Event,
  variable: KIND.Variable,
  property: KIND.Property,
  argument: KIND.Field,
  setting: KIND.Property,
  keyword: KIND.Keyword,
  value: KIND.Value,
}

/** An item of Monaco's list. */
function item(each: Suggestion, range: monaco.IRange): monaco.languages.CompletionItem {
  return {
    label: {
      label: each.label,
      ...(each.detail === undefined ? {} : { detail: ` ${each.detail}` }),
    },
    kind: KINDS[each.kind],
    insertText: each.insert ?? each.label,
    sortText: `${String(each.rank)}${each.label}`,
    range,
    ...(each.words === undefined || each.words === ''
      ? {}
      : { documentation: { value: markdown(each.words) } }),
  }
}
