/** The part of these tests that a browser runs: the simulator and nothing of the page. */
import { report } from './report.ts'

declare global {
  interface Window {
    engineReport: typeof report
  }
}

window.engineReport = report
