/** Leads to the first field that was refused, once it is drawn as such; long forms may have it out of view. */
export function focusFirstInvalid(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
