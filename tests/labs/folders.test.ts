import { testFolders } from './folders.ts'

// A few here; the long suite takes a hundred.
testFolders([1, 2, 17])
