import { runUpstream } from '../conformance/upstream/command.node.ts'

process.exitCode = await runUpstream(process.argv.slice(2), (line) => {
  console.log(line)
})
