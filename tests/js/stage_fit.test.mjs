import { test } from "node:test"
import assert from "node:assert/strict"
import { largest } from "../../static/js/stage/fit.js"

const steps = [1, 2, 3, 4, 5]

for (const limit of steps) {
  test(`the largest that fits into ${limit} is ${limit}`, () => assert.equal(largest(steps, step => step <= limit), limit))
}

test("where nothing fits, the smallest", () => assert.equal(largest(steps, () => false), 1))
