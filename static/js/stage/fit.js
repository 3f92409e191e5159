// As large as fits: text that is read from thirty metres is never cut off and never smaller than it has to be.

const LEAST = 0.16
const STEPS = 42

/** The largest of `steps` that `fits`; the first where none does. The steps grow. */
export function largest(steps, fits) {
  let low = 0
  let high = steps.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(steps[middle])) low = middle
    else high = middle - 1
  }
  return steps[low]
}

const SCALE = Array.from({ length: STEPS + 1 }, (_, step) => LEAST + (1 - LEAST) * step / STEPS)

/** Sets the scale of the words in a box (`--fit`, read by stage.css) so that they fill it. */
export function fit(box) {
  const overflows = () => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1
  const fits = scale => {
    box.style.setProperty("--fit", scale)
    return !overflows()
  }
  delete box.dataset.broken
  const scale = largest(SCALE, fits)
  // A word too long even at the smallest may break rather than leave the screen.
  if (!fits(scale)) {
    box.dataset.broken = ""
    fits(largest(SCALE, fits))
  }
}
