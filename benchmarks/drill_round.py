"""One round of the drill: a load or an undo that is killed at some moment, and all that must hold afterwards."""

import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any, Literal

import psutil

from benchmarks.drill_place import Command, Place, require
from benchmarks.drill_setup import Took, Undisturbed, told
from graph.local.process import gone
from graph.store import Store
from graph.verify import Checked

Work = Literal["load", "undo"]
Target = Literal["command", "Neo4j", "both"]
_TWICE = 0.25
"""In so many rounds the repetition is killed as well."""
_ALONE = 0.4
"""After so many kills a command that is alone comes first: it mends what is left, and leaves nothing."""
_EARLY = 0.15
"""So many kills come before Neo4j answers."""
_OPEN = ("not begun", "unfinished", "undoing")
_SLOWER = 1.2
"""How much longer it may take the next time; where it took less than was thought, that is known."""
_GLANCE = 0.01


@dataclass
class Round:
    """What is done, what is killed, and how it went: each kill with the state that it left behind."""

    work: Work
    target: Target
    kills: list[str] = field(default_factory=list)
    states: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        went = "; ".join(f"{kill}: {state}" for kill, state in zip(self.kills, self.states, strict=True))
        return f"{self.work}, {self.target} killed {went}"


def play(place: Place, asked: Round, right: Undisturbed, dice: Random) -> None:
    """Play one round in a new place. Raises ``Violation``."""
    game = (_Load if asked.work == "load" else _Undo)(place, asked, right, dice)
    game.disturb()
    if dice.random() < _TWICE:
        with place.opened() as store:
            once_more = game.state(store) in _OPEN
        if once_more:
            game.disturb()
    with place.opened() as store:
        game.state(store)
        game.complete(store)
    place.at_rest()
    place.run("store", "status")


@dataclass
class _Game:
    place: Place
    round: Round
    right: Undisturbed
    dice: Random
    facts: int = 0

    def words(self) -> tuple[str, ...]:
        """The command that is killed."""
        raise NotImplementedError

    def took(self) -> Took:
        """How long it takes undisturbed."""
        raise NotImplementedError

    def receipt(self) -> Mapping[str, Any]:
        """What it prints undisturbed."""
        raise NotImplementedError

    def state_of(self, loads: list[dict[str, Any]]) -> str:
        """How far the load or undo has come."""
        raise NotImplementedError

    def complete(self, store: Store) -> None:
        """Do the same again, and look at everything."""
        raise NotImplementedError

    def disturb(self) -> None:
        """Run the command and kill; what it acknowledged is right, and the graph is whole."""
        command = self.place.begin(*self.words())
        self.round.kills.append(self._strike(command))
        status = command.over()
        if status == 0:
            require(told(command.answer) == self.receipt(), f"{command}: the receipt is not that of an undisturbed run")
            self.round.kills[-1] += " (it ended well)"
        elif status == 1:
            require(self.round.target != "command", f"{command} failed though nobody killed Neo4j")
        else:
            require(status == -9 and self.round.target != "Neo4j", f"{command} ended with status {status}")
        if self.dice.random() < _ALONE:
            self.look()
            self.place.at_rest()

    def look(self) -> None:
        """``store check`` finds the graph whole."""
        found = self.place.run("store", "check")
        require(found["problems"] == [], "store check finds problems")
        self.facts = found["nodes"].get("Fact", 0)

    def state(self, store: Store) -> str:
        """How far the last kill let it come."""
        if len(self.round.states) < len(self.round.kills):
            self.look()
            state = self.state_of(store.loads())
            ended = self.round.kills[-1].endswith("(it ended well)")
            require(not ended or state not in _OPEN, f"what ended with status 0 is {state}")
            self.round.states.append(f"{self.facts:,} facts, {state}")
        return self.round.states[-1].partition("facts, ")[2]

    def same(self, receipt: Mapping[str, Any], right: Mapping[str, Any]) -> None:
        """Require that a receipt says what that of an undisturbed run does."""
        wrong = {name: (receipt.get(name), value) for name, value in right.items() if receipt.get(name) != value}
        require(not wrong, f"a receipt says otherwise than that of an undisturbed run (found, expected): {wrong}")

    def graph_is(self, store: Store, right: Checked) -> None:
        """Require that the graph is that of an undisturbed run."""
        found = store.check()
        require(found == right, f"the graph is not that of an undisturbed run: {found}, expected {right}")

    def _strike(self, command: Command) -> str:
        early, took = self.dice.random() < _EARLY, self.took()
        since, after = command.begun, self.dice.uniform(0, took.start if early else took.rest)
        if not early:
            while not self.place.answering() and command.process.poll() is None:
                time.sleep(_GLANCE)
            since = time.monotonic()
            took.start = since - command.begun
        while time.monotonic() < since + after and command.process.poll() is None:
            time.sleep(_GLANCE)
        moment = f"{after:.2f} s after {'the start' if early else 'Neo4j answered'}"
        if command.process.poll() is not None:
            took.rest = time.monotonic() - command.begun - took.start
            return f"not, as it had ended before {moment}"
        if not early:
            took.rest *= _SLOWER
        return moment if self._kill(command) else f"{moment}, when there was no Neo4j"

    def _kill(self, command: Command) -> bool:
        neo4j = self.place.neo4j() if self.round.target != "command" else None
        blows = [neo4j.kill] if neo4j else []
        if self.round.target != "Neo4j":
            blows.append(command.process.kill)
        self.dice.shuffle(blows)
        for blow in blows:
            with suppress(psutil.NoSuchProcess):
                blow()
        if neo4j:
            gone(neo4j, 30)
        return bool(blows)


class _Load(_Game):
    def words(self) -> tuple[str, ...]:
        return ("load", str(self.right.made))

    def took(self) -> Took:
        return self.right.load_took

    def receipt(self) -> Mapping[str, Any]:
        return self.right.loaded

    def state_of(self, loads: list[dict[str, Any]]) -> str:
        require(len(loads) in (1, 2), f"one load was begun behind another, and these are listed: {loads}")
        return str(loads[0]["state"]) if len(loads) == 2 else "not begun"

    def complete(self, store: Store) -> None:
        *before, _ = store.loads()
        again = self.place.run(*self.words())
        require(again["read"] == again["new"] + again["known"] + again["rejected"], f"the sum is wrong: {again}")
        if self.state(store) == "done":
            require((again["new"], again["known"]) == (0, again["read"]), f"all was loaded, yet {again}")
        else:
            self.same(again, self.right.loaded)
            require(not before or again["load"] == before[0]["load"], "it was completed under another id")
        loads = store.loads()
        self.same(loads[-2], self.right.loaded)
        ids = {again["load"], loads[-1]["load"], *(load["load"] for load in before)}
        listed = [(load["load"], load["state"]) for load in loads]
        require(sorted(listed) == [(id_, "done") for id_ in sorted(ids)], f"expected {ids}, done; listed are {listed}")
        self.graph_is(store, self.right.after_load)
        self.same(self.place.run("load", str(self.right.more)), self.right.loaded_more)
        self.graph_is(store, self.right.after_more)


class _Undo(_Game):
    def words(self) -> tuple[str, ...]:
        return ("undo", self.right.load)

    def took(self) -> Took:
        return self.right.undo_took

    def receipt(self) -> Mapping[str, Any]:
        return self.right.undone

    def state_of(self, loads: list[dict[str, Any]]) -> str:
        states = [load["state"] for load in loads]
        others = len(loads) == 3 and states[0] == states[2] == "done"
        require(others, f"the other loads are not done any more: {loads}")
        return "not begun" if states[1] == "done" else str(states[1])

    def complete(self, store: Store) -> None:
        command = self.place.begin(*self.words())
        if self.state(store) == "undone":
            require(command.over() == 2, f"{command} ended with status {command.over()}, though all was undone")
            require("has been undone already" in command.said, f"{command} does not say so")
        else:
            self.same(command.answer, self.right.undone)
        states = [load["state"] for load in store.loads()]
        require(states == ["done", "undone", "done"], f"the loads are listed as {states}")
        self.graph_is(store, self.right.after_undo)
        self.same(self.place.run("load", str(self.right.made)), self.right.loaded_again)
        self.graph_is(store, self.right.after_more)
