import { FEW, testFolders } from './folders.ts'

testFolders(FEW, { nth: 0, of: 3 })
