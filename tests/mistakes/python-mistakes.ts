import type { Case } from './mistakes.ts'

/** A mistake in plain Python, made in `main()`. */
function made(
  key: string,
  mistake: string,
  main: readonly string[],
  program: string,
  slots?: { readonly [slot: string]: string },
): Case {
  return { rule: 'Python', mistake, main, program, key, ...(slots ? { slots } : {}) }
}

/** A file that cannot be read, which `main()` imports. */
const unreadable = (
  key: string,
  mistake: string,
  text: string,
  program: string,
  slots?: Case['slots'],
): Case => ({
  ...made(key, mistake, ['import other'], program, slots),
  files: { 'other.py': text },
})

/** What beginners meet in Python itself. */
export const PYTHON_CASES: readonly Case[] = [
  unreadable(
    'missing-colon',
    'no colon',
    'for i in range(3)\n    print(i)\n',
    "builtins.SyntaxError: expected ':' (other.py, line 1)",
  ),
  unreadable(
    'print-without-brackets',
    'print as in Python 2',
    'print "hello"\n',
    "builtins.SyntaxError: Missing parentheses in call to 'print'",
  ),
  unreadable(
    'bracket-not-closed',
    'a bracket that stays open',
    'x = (1,\ny = 2\n',
    "builtins.SyntaxError: '(' was never closed",
    { bracket: '(' },
  ),
  unreadable(
    'bracket-too-many',
    'a bracket that was never opened',
    'x = 1)\n',
    "builtins.SyntaxError: unmatched ')'",
    { bracket: ')' },
  ),
  unreadable(
    'text-not-closed',
    'a text without its end',
    "x = 'abc\n",
    'builtins.SyntaxError: unterminated string literal',
  ),
  unreadable(
    'missing-comma',
    'no comma',
    'x = [1 2]\n',
    'builtins.SyntaxError: invalid syntax. Perhaps you forgot a comma?',
  ),
  unreadable(
    'nothing-indented',
    'nothing below a colon',
    'def f():\nreturn 1\n',
    'builtins.IndentationError: expected an indented block after function definition',
  ),
  unreadable(
    'too-far-right',
    'a line that stands too far right',
    'x = 1\n  y = 2\n',
    'builtins.IndentationError: unexpected indent',
  ),
  unreadable(
    'not-lined-up',
    'a line between two columns',
    'if 1:\n    x = 1\n  y = 2\n',
    'builtins.IndentationError: unindent does not match any outer indentation level',
  ),
  unreadable(
    'tabs-and-spaces',
    'tabs among spaces',
    'if 1:\n        x = 1\n\ty = 2\n',
    'builtins.TabError: inconsistent use of tabs and spaces',
  ),
  unreadable(
    'one-equals-sign',
    'an assignment as a condition',
    'x = 1\nif x = 2:\n    pass\n',
    "builtins.SyntaxError: invalid syntax. Maybe you meant '=='",
  ),
  unreadable('not-python', 'something else', 'x = = 3\n', 'builtins.SyntaxError: invalid syntax'),
  made(
    'unknown-name',
    'a name that nobody has made',
    ['print(kilogram)'],
    "builtins.NameError: name 'kilogram' is not defined",
    { name: 'kilogram' },
  ),
  made(
    'misspelt-name',
    'a name with a typing error',
    ['total_sum = 1', 'print(totl_sum)'],
    "builtins.NameError: name 'totl_sum' is not defined",
    { name: 'totl_sum', near: 'total_sum' },
  ),
  made(
    'forgotten-import',
    'a module that is not imported',
    ['time.sleep(1)'],
    "builtins.NameError: name 'time' is not defined",
    { name: 'time' },
  ),
  made(
    'package-not-here',
    'a package that is not here',
    ['import numpy'],
    "builtins.ModuleNotFoundError: No module named 'numpy'",
    { module: 'numpy' },
  ),
  made(
    'no-such-name-in-module',
    'a name that a module does not have',
    ['from time import forever'],
    "builtins.ImportError: cannot import name 'forever' from 'time'",
    { name: 'forever', module: 'time' },
  ),
  made(
    'no-such-name-in-module',
    'an attribute that a module does not have',
    ['import time', 'time.forever()'],
    "builtins.AttributeError: module 'time' has no attribute 'forever'",
    { name: 'forever', module: 'time' },
  ),
  made(
    'misspelt-attribute',
    'a method with a typing error',
    ["'a'.uper()"],
    "builtins.AttributeError: 'str' object has no attribute 'uper'",
    { of: 'str', name: 'uper', near: 'upper' },
  ),
  made(
    'none-has-nothing',
    'the result of a function without return',
    ['def f():', '    pass', 'f().x'],
    "builtins.AttributeError: 'NoneType' object has no attribute 'x'",
  ),
  {
    ...made(
      'import-circle',
      'two files that import each other',
      ['import one'],
      "builtins.ImportError: cannot import name 'f' from partially initialized module 'one'",
      { name: 'f', module: 'one' },
    ),
    files: {
      'one.py': 'from two import g\ndef f(): pass\n',
      'two.py': 'from one import f\ndef g(): pass\n',
    },
  },
  made(
    'forgotten-self',
    'a method without self',
    ['class A:', '    def m():', '        pass', 'A().m()'],
    'builtins.TypeError: main.<locals>.A.m() takes 0 positional arguments but 1 was given',
    { method: 'main.<locals>.A.m' },
  ),
  made(
    'arguments-missing',
    'too few arguments',
    ['def price(a, b): pass', 'price(1)'],
    "builtins.TypeError: main.<locals>.price() missing 1 required positional argument: 'b'",
    { function: 'main.<locals>.price()', missing: "'b'" },
  ),
  made(
    'arguments-too-many',
    'too many arguments',
    ['def price(a, b): pass', 'price(1, 2, 3)'],
    'builtins.TypeError: main.<locals>.price() takes 2 positional arguments but 3 were given',
    { function: 'main.<locals>.price()', most: '2', given: '3' },
  ),
  made(
    'argument-of-another-name',
    'an argument of another name',
    ['def price(a): pass', 'price(b=1)'],
    "builtins.TypeError: main.<locals>.price() got an unexpected keyword argument 'b'",
    { function: 'main.<locals>.price()', argument: 'b' },
  ),
  made(
    'missing-comma',
    'a list that is called',
    ['[1, 2](3)'],
    "builtins.TypeError: 'list' object is not callable",
  ),
  made(
    'types-do-not-mix',
    'a text and a number',
    ["'1' + 1"],
    'builtins.TypeError: can only concatenate str (not "int") to str',
  ),
  made('no-such-key', 'a key that is not there', ["{'a': 1}['b']"], "builtins.KeyError: 'b'"),
  made(
    'list-too-short',
    'a place behind the end',
    ['[1][3]'],
    'builtins.IndexError: list index out of range',
  ),
  made(
    'divided-by-zero',
    'a division by zero',
    ['1 / 0'],
    'builtins.ZeroDivisionError: division by zero',
  ),
  made(
    'not-a-number',
    'a text that is no number',
    ["int('two')"],
    "builtins.ValueError: invalid literal for int() with base 10: 'two'",
  ),
  made(
    'used-before-it-is-set',
    'a local name that is read too early',
    ['count = 0', 'def up():', '    count += 1', 'up()'],
    "builtins.UnboundLocalError: cannot access local variable 'count'",
    { name: 'count' },
  ),
  made(
    'too-deep',
    'a function that calls itself',
    ['def f(): f()', 'f()'],
    'builtins.RecursionError: maximum recursion depth exceeded',
  ),
  made(
    'out-of-memory',
    'a text that is too large',
    ["text = 'a' * 10**9"],
    'builtins.MemoryError: ',
  ),
  made(
    'file-not-there',
    'a file that is not there',
    ["open('a.txt')"],
    'builtins.FileNotFoundError: [Errno 44] No such file or directory',
  ),
]
