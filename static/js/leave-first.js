// On every page: what was left without a line is taken back as soon as there is one.

import { takeBack, whenLeft } from "./left.js"
import { vanish, vanished } from "./vanish.js"

// Whoever leaves in a hurry leaves every tab: its cookie is gone with it, and what this one shows may be their own words.
if (location.pathname !== "/away") whenLeft(() => vanish())

const code = await takeBack()
// This page was still the meeting's: the door is shown in its place.
if (code && !vanished() && location.pathname.split("/")[1] === code) location.replace(location.pathname)
