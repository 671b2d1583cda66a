import { runFuzz } from '../fuzz/command.node.ts'

process.exitCode = runFuzz(process.argv.slice(2), (line) => {
  console.log(line)
})
