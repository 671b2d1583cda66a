import { seedsUpTo } from '../../labs/lab.ts'
import { testFolders } from './folders.ts'

testFolders(seedsUpTo(100), { nth: 0, of: 1 })
