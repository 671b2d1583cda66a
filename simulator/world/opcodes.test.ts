import { expect, it } from 'vitest'
import { OPCODES } from './opcodes.ts'

it('has a number of its own for every opcode', () => {
  const codes = Object.values(OPCODES)
  expect(new Set<number>(codes).size).toBe(codes.length)
})
