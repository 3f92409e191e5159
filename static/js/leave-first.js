// On every page: what was left without a line is taken back as soon as there is one.

import { takeBack } from "./left.js"

const code = await takeBack()
// This page was still the meeting's: the door is shown in its place.
if (code && location.pathname.split("/")[1] === code) location.replace(location.pathname)
