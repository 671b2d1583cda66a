import path from 'node:path'
import ts from 'typescript'
import type { Plugin } from 'vite'

const ROOT = path.resolve(import.meta.dirname, '..')
const PROTOCOL = path.join(ROOT, 'src/thread/protocol.ts')
const FACTS = path.join(ROOT, 'simulator/log/facts.ts')
const VIRTUAL = 'virtual:shapes'
const RESOLVED = `\0${VIRTUAL}`

/** A shape as `src/thread/shape.ts` reads it; whole numbers are places in the table. */
type Written = number | string | readonly [string, ...unknown[]]

/** Types that are known by their name alone. */
const NAMED: Readonly<Record<string, string>> = {
  ArrayBuffer: 'buffer',
  Uint8Array: 'bytes',
  // Looked at by hand, with the log that it goes on from.
  LogBatch: 'batch',
}

/**
 * What page and thread may say to each other, read from the types themselves: `virtual:shapes` has the shape
 * of what each method of `LabThread` answers and of each fact's details. So nobody writes a schema, and
 * none can be out of date.
 */
export function shapes(): Plugin {
  return {
    name: 'queuelab:shapes',
    resolveId: (id) => (id === VIRTUAL ? RESOLVED : null),
    load(id) {
      if (id !== RESOLVED) return null
      const { program, text } = writeShapes()
      for (const file of program.getSourceFiles())
        if (!file.fileName.includes('node_modules')) this.addWatchFile(file.fileName)
      return `export default JSON.parse(${JSON.stringify(text)})`
    },
  }
}

function writeShapes(): { readonly program: ts.Program; readonly text: string } {
  const program = ts.createProgram([PROTOCOL, FACTS], {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    strict: true,
    types: [],
  })
  const writer = new ShapeWriter(program.getTypeChecker())
  const answers = writer.answersOf(interfaceOf(program, PROTOCOL, 'LabThread'))
  const facts = writer.fieldsOf(interfaceOf(program, FACTS, 'FactDetails'))
  return { program, text: JSON.stringify({ table: writer.table, answers, facts }) }
}

function interfaceOf(program: ts.Program, file: string, name: string): ts.Type {
  const declared = program
    .getSourceFile(file)
    ?.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text === name)
  if (!declared) throw new Error(`${file} declares no ${name}`)
  return program.getTypeChecker().getTypeAtLocation(declared)
}

class ShapeWriter {
  readonly table: Written[] = []
  readonly #checker: ts.TypeChecker
  readonly #places = new Map<ts.Type, number>()

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker
  }

  /** What each method of an interface promises. */
  answersOf(type: ts.Type): Record<string, Written> {
    const answers: Record<string, Written> = {}
    for (const method of type.getProperties()) {
      const [call] = this.#checker.getTypeOfSymbol(method).getCallSignatures()
      const answer = call && this.#checker.getAwaitedType(call.getReturnType())
      if (!answer) throw new Error(`${method.name} of the thread promises nothing`)
      answers[method.name] = this.#shape(answer)
    }
    return answers
  }

  /** The shape of each property; `?` at the end of a name: it may be absent. */
  fieldsOf(type: ts.Type): Record<string, Written> {
    const fields: Record<string, Written> = {}
    for (const property of type.getProperties()) {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0
      const shape = this.#shape(this.#checker.getTypeOfSymbol(property))
      fields[optional ? `${property.name}?` : property.name] = shape
    }
    return fields
  }

  #shape(type: ts.Type): Written {
    const { flags } = type
    if (flags & ts.TypeFlags.Null) return 'null'
    if (flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return 'nothing'
    if (type.isStringLiteral() || type.isNumberLiteral()) return ['is', type.value]
    if (flags & ts.TypeFlags.BooleanLiteral)
      return ['is', this.#checker.typeToString(type) === 'true']
    if (flags & ts.TypeFlags.String) return 'text'
    if (flags & ts.TypeFlags.Number) return 'number'
    if (flags & ts.TypeFlags.Boolean) return 'boolean'
    const named = NAMED[this.#nameOf(type)]
    if (named !== undefined) return named
    return this.#placeOf(type)
  }

  /** Text and numbers have no symbol, whatever the compiler's types say. */
  #nameOf(type: ts.Type): string {
    return (type.symbol as ts.Symbol | undefined)?.name ?? ''
  }

  /** What has parts stands in the table once, however often it is met. */
  #placeOf(type: ts.Type): number {
    const known = this.#places.get(type)
    if (known !== undefined) return known
    const place = this.table.push('nothing') - 1
    this.#places.set(type, place)
    this.table[place] = this.#compound(type)
    return place
  }

  #compound(type: ts.Type): Written {
    if (type.isUnion()) return ['either', ...type.types.map((one) => this.#shape(one))]
    const checker = this.#checker
    if (checker.isTupleType(type)) {
      return [
        'tuple',
        ...checker.getTypeArguments(type as ts.TypeReference).map((item) => this.#shape(item)),
      ]
    }
    const [item] = checker.isArrayType(type)
      ? checker.getTypeArguments(type as ts.TypeReference)
      : []
    if (item) return ['list', this.#shape(item)]
    const parts = ts.TypeFlags.Object | ts.TypeFlags.Intersection
    if ((type.flags & parts) === 0 || type.getCallSignatures().length > 0) {
      throw new Error(`${checker.typeToString(type)} cannot be sent between page and thread`)
    }
    const values = checker.getIndexInfoOfType(type, ts.IndexKind.String)
    if (values && type.getProperties().length === 0) return ['record', this.#shape(values.type)]
    return ['object', this.fieldsOf(type)]
  }
}
