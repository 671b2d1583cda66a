import { FEW, testFolders } from './folders.ts'

testFolders(FEW, { nth: 2, of: 3 })
