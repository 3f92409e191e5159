"""The costs of everything, read from the bench's raw data."""

from __future__ import annotations

from typing import Any

from bench.measures.beside import OURS
from bench.rounds import at, of_rounds
from bench.simulation.costs import VOTES, Assumed, Costs, Share

MICRO, MILLI = 1e-6, 1e-3
_PULSES = ("pulse", "pulse_served")
# The measures that are read.
READ = ("fanout", "crowded", "reconnect", "traffic", "parts")


def costs(raw: dict[str, Any], assumed: Assumed) -> Costs:
    """The costs of a run of the bench; raises KeyError where something was not measured."""
    measures = raw["measures"]
    parts = measures["parts"]
    front, sizes, files = parts["front"], parts["bytes"], parts["files"]
    small, large = parts["lock"]["batches"][0], parts["lock"]["batches"][-1]
    each = (large["held_ms"] - small["held_ms"]) / (large["votes"] - small["votes"]) * MILLI
    crowded = parts["lock"]["crowded"]
    counted = max(0.0, crowded["held_ms"] - small["held_ms"]) / crowded["counted"] * MILLI
    told = measures["fanout"]["rounds"][OURS]
    frame, delivery = told[0]["frame_bytes"] + assumed.frame_bytes, of_rounds(told, "cpu_us").median * MICRO
    beat = parts["silence"]["there_us"] * MICRO
    here, there = (Share(parts[name]["there_us"] * MICRO, parts[name]["database_us"] * MICRO) for name in _PULSES)
    hint = max(0.0, here.process - beat * parts["pulse"]["every_s"])
    line, shake = front["line"]["nginx_us"] * MICRO, assumed.handshake_bytes
    traffic = measures["traffic"]
    return Costs(
        arrival=Share(
            (parts["arrival"]["here_us"] + parts["room"]["here_us"]) * MICRO,
            (parts["arrival"]["database_us"] + parts["room"]["database_us"]) * MICRO,
            (2 * front["visit"]["nginx_us"] + files["files"] * front["file"]["nginx_us"]) * MICRO + line,
            sizes["door"] + sizes["room"] + files["bytes"] + sizes["state"] + 2 * shake,
        ),
        back=Share(
            parts["return"]["here_us"] * MICRO,
            parts["return"]["database_us"] * MICRO,
            line,
            at(measures["reconnect"]["rounds"][0], "answer_bytes") + shake,
        ),
        join=Share(
            parts["join"]["here_us"] * MICRO,
            parts["join"]["database_us"] * MICRO,
            front["frame"]["nginx_us"] * MICRO,
            at(measures["reconnect"]["rounds"][0], "answer_bytes"),
        ),
        delivery=Share(delivery, 0.0, front["frame"]["nginx_us"] * MICRO, frame),
        pulse=Share(
            max(0.0, there.process - here.process - parts["pulse_served"]["phones_there"] * delivery),
            max(0.0, there.database - here.database),
        ),
        vote=Share(parts["vote"]["here_us"] * MICRO, parts["vote"]["database_us"] * MICRO, 0.0, 2 * frame),
        vote_elsewhere=max(
            0.0, parts["vote"]["there_us"] * MICRO - beat * parts["vote"]["within_s"] / parts["vote"]["votes"]
        ),
        hint=hint,
        idle=max(0.0, parts["silence"]["here_us"] * MICRO - beat) / parts["silence"]["phones"],
        transaction=small["held_ms"] * MILLI - each,
        transaction_vote=each,
        transaction_counted=counted,
        transaction_own=large["own_ms"] * MILLI / large["votes"],
        # A difference of two measures: one that comes out below nothing was too little to be told apart.
        handover=max(0.0, parts["lock"]["handover_ms"]) * MILLI,
        revoked=parts["lock"]["revoked_ms"] * MILLI / crowded["counted"],
        queue_taken=parts["hints"]["long"]["taken_us"] * MICRO,
        queue_passed_on=parts["hints"]["long"]["passed_on_us"] * MICRO,
        queue_byte=max(0.0, parts["hints"]["long"]["passed_on_us"] - parts["hints"]["short"]["passed_on_us"])
        / (VOTES * parts["hints"]["bytes_per_vote"])
        * MICRO,
        pulses_per_second=traffic["frames_per_minute"] / 60,
        process_memory=at(measures["crowded"], "memory_kb") * 1024,
        nginx_memory=front["line"]["memory_kb"] * 1024,
        connection_memory=parts["connection_mb"] * 1024**2,
        whole_votes=parts["vote"]["a_second"],
        whole_sockets=told[0]["sockets"],
        whole_pulse=of_rounds(told, "delay_ms", "p99").median * MILLI,
    )
