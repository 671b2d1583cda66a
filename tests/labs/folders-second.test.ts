import { FEW, testFolders } from './folders.ts'

testFolders(FEW, { nth: 1, of: 3 })
