// A finger that lands twice by mistake would decide on the next question as well.

const SLIP = 300

export class Touch {
  #last = { time: -Infinity, target: null }

  slipped({ timeStamp, target, detail }) {
    // A button pressed by the keyboard has no clicks to count.
    const slipped = detail > 1 && target === this.#last.target && timeStamp - this.#last.time < SLIP
    this.#last = { time: timeStamp, target }
    return slipped
  }
}
