/** One sitting at a knowledge check: which question, what was answered, how it went. */
import type { Log } from '../../simulator/index.ts'
import {
  drawn,
  isRight,
  partsOf,
  type Answer,
  type Part,
  type Question,
  type Quiz,
} from '../../labs/quiz.ts'
import { isPass, type QuizResult } from './progress/records.ts'

export class QuizSitting {
  readonly quiz: Quiz
  readonly seed: number
  readonly questions: readonly Question[]
  /** The question that is asked; past the last one all is said. */
  at = $state(0)
  /** Answers to the parts of the question that is asked. */
  answers = $state<Answer[]>([])
  /** The part that is asked. */
  part = $state(0)
  /** The part that is asked has been answered: what was right is told. */
  told = $state(false)
  /** The run of the question that is asked, where it has one. */
  log = $state.raw<Log | null>(null)
  /** Ids of the questions that are over, and whether every part was right. */
  results = $state.raw<readonly { readonly id: string; readonly right: boolean }[]>([])
  readonly question: Question | null = $derived.by(() => this.questions[this.at] ?? null)
  readonly parts: readonly Part[] = $derived.by(() =>
    this.question ? partsOf(this.question, this.seed, this.log) : [],
  )

  readonly over: boolean = $derived.by(() => this.question === null)
  readonly right: number = $derived.by(() => this.results.filter(({ right }) => right).length)

  constructor(quiz: Quiz, seed: number) {
    this.quiz = quiz
    this.seed = seed
    this.questions = drawn(quiz, seed)
  }

  get passed(): boolean {
    return isPass({ right: this.right, of: this.questions.length })
  }

  /** The part is answered for good; nothing happens while there is no answer. */
  tell(answer: Answer): void {
    if (this.told || answer === null || answer === '') return
    this.answers[this.part] = answer
    this.told = true
  }

  /** On to the next part, or the next question; true where that was the last one. */
  next(): boolean {
    if (!this.told || !this.question) return false
    this.told = false
    if (this.part + 1 < this.parts.length) {
      this.part += 1
      return false
    }
    const right = this.parts.every((part, at) => isRight(part, this.answers[at] ?? null))
    this.results = [...this.results, { id: this.question.id, right }]
    this.at += 1
    this.part = 0
    this.answers = []
    this.log = null
    return this.over
  }

  /** What is kept of it. */
  result(at: number): QuizResult {
    const { module } = this.quiz
    const missed = this.results.filter(({ right }) => !right).map(({ id }) => id)
    return { module, at, seed: this.seed, right: this.right, of: this.questions.length, missed }
  }
}
