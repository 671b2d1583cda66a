import { runConformance } from '../conformance/command.node.ts'

process.exitCode = await runConformance(process.argv.slice(2), (line) => {
  console.log(line)
})
