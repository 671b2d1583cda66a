/** A fault that is over lies in wait no longer. */
export function withdraw(hazards: { readonly fault: number }[], fault: number): void {
  const at = hazards.findIndex((hazard) => hazard.fault === fault)
  if (at >= 0) hazards.splice(at, 1)
}
