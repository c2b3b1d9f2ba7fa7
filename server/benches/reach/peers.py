"""The peers of `cargo xtask bench reach`: the same rota by CP-SAT, HiGHS and a plain greedy.

    peers.py cpsat|highs|greedy INSTANCE    makes a rota
    peers.py veer INSTANCE PROGRAM          runs Veer and judges its rota
    peers.py plan INSTANCE PLAN             judges a rota that Veer printed
    peers.py wishes INSTANCE OUT            adds wishes and public holidays to an instance

A rota prints one line: seconds, places that nobody serves, the spreads together, what wishes cost,
and what both cost at least as far as it was proven (-1: nothing was). Seconds are those of making
the model and solving it, without starting Python; of Veer, those of the whole process. All minimise 1000 * spreads + wishes.
"""

import json
import subprocess
import sys
import time

LIMIT = 120.0
SPREAD = 1000


class Instance:
    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            told = json.load(file)
        self.told = told
        self.people, self.days = range(told["S"]), range(told["D"])
        self.unav = [set(days) for days in told["unav"]]
        weekend = [d for d in self.days if d % 7 >= 5]
        kinds = [list(self.days), weekend, sorted(set(told.get("holidays", [])))]
        self.kinds = [days for days in kinds if days]
        self.wishes = told.get("wishes", [])

    def weeks(self):
        return [list(self.days)[w : w + 7] for w in range(0, len(self.days), 7)]

    def least(self, days):
        """The most and the least that somebody has if it is shared out as equally as can be."""
        places, people = 2 * len(days), len(self.people)
        return -(-places // people), places // people


def cpsat(it):
    from ortools.sat.python import cp_model

    start = time.perf_counter()
    model = cp_model.CpModel()
    x = [[model.NewBoolVar("") for _ in it.days] for _ in it.people]
    for s in it.people:
        for d in it.unav[s]:
            model.Add(x[s][d] == 0)
        for d in it.days[:-2]:
            model.AddAtMostOne(x[s][d : d + 3])
        for week in it.weeks():
            model.Add(sum(x[s][d] for d in week) <= 2)
    for d in it.days:
        model.Add(sum(x[s][d] for s in it.people) == 2)
    spreads = []
    for days in it.kinds:
        high, low = it.least(days)
        # The cuts by integrality: without them it proves nothing for minutes.
        most, least = model.NewIntVar(high, len(days), ""), model.NewIntVar(0, low, "")
        for s in it.people:
            count = sum(x[s][d] for d in days)
            model.Add(count <= most)
            model.Add(count >= least)
        spreads.append(most - least)
    cost = [w["weight"] * (x[w["s"]][w["day"]] if w["kind"] == "rather-not" else 1 - x[w["s"]][w["day"]]) for w in it.wishes]
    model.Minimize(SPREAD * sum(spreads) + sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = LIMIT
    solver.Solve(model)
    seconds = time.perf_counter() - start
    plan = [[s for s in it.people if solver.Value(x[s][d])] for d in it.days]
    return seconds, plan, solver.BestObjectiveBound()


def highs(it):
    import highspy

    start = time.perf_counter()
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("time_limit", LIMIT)
    solver.setOptionValue("threads", 2)
    solver.setOptionValue("mip_abs_gap", 0.99)
    whole = highspy.HighsVarType.kInteger
    x = [[solver.addVariable(0, 0 if d in it.unav[s] else 1, type=whole) for d in it.days] for s in it.people]
    for s in it.people:
        for d in it.days[:-2]:
            solver.addConstr(solver.qsum(x[s][d : d + 3]) <= 1)
        for week in it.weeks():
            solver.addConstr(solver.qsum(x[s][d] for d in week) <= 2)
    for d in it.days:
        solver.addConstr(solver.qsum(x[s][d] for s in it.people) == 2)
    objective = []
    for days in it.kinds:
        high, low = it.least(days)
        most = solver.addVariable(high, len(days), type=whole)
        least = solver.addVariable(0, low, type=whole)
        for s in it.people:
            count = solver.qsum(x[s][d] for d in days)
            solver.addConstr(count - most <= 0)
            solver.addConstr(count - least >= 0)
        objective += [SPREAD * most, -SPREAD * least]
    constant = 0
    for w in it.wishes:
        sign = 1 if w["kind"] == "rather-not" else -1
        constant += w["weight"] if sign < 0 else 0
        objective.append(sign * w["weight"] * x[w["s"]][w["day"]])
    solver.minimize(solver.qsum(objective))
    seconds = time.perf_counter() - start
    value = solver.getSolution().col_value
    plan = [[s for s in it.people if value[x[s][d].index] > 0.5] for d in it.days]
    return seconds, plan, solver.getInfo().mip_dual_bound + constant


def greedy(it):
    """Day by day, whoever has had least: of weekends on weekends, else of all."""
    start = time.perf_counter()
    had, weekends, last = [0] * len(it.people), [0] * len(it.people), [-9] * len(it.people)
    week, plan = [0] * len(it.people), []
    for d in it.days:
        if d % 7 == 0:
            week = [0] * len(it.people)
        free = [s for s in it.people if d not in it.unav[s] and d - last[s] > 2 and week[s] < 2]
        free.sort(key=lambda s: (weekends[s], had[s], s) if d % 7 >= 5 else (had[s], weekends[s], s))
        plan.append(free[:2])
        for s in free[:2]:
            had[s] += 1
            week[s] += 1
            weekends[s] += d % 7 >= 5
            last[s] = d
    return time.perf_counter() - start, plan, -1


def judged(it, plan):
    """The rules, read anew and without Veer; then what the rota costs."""
    assert len(plan) == len(it.days), "a plan of another length"
    for s in it.people:
        mine = [d for d in it.days if s in plan[d]]
        assert not it.unav[s] & set(mine), f"{s} serves while away"
        assert all(b - a > 2 for a, b in zip(mine, mine[1:])), f"{s} has no two free days"
        assert all(len(set(mine) & set(week)) <= 2 for week in it.weeks()), f"{s} has three in a week"
    unmet = sum(2 - len(set(people)) for people in plan)
    spread = 0
    for days in it.kinds:
        counts = [sum(s in plan[d] for d in days) for s in it.people]
        spread += max(counts) - min(counts)
    wrong = [w for w in it.wishes if (w["s"] in plan[w["day"]]) != (w["kind"] == "gladly")]
    return unmet, spread, sum(w["weight"] for w in wrong)


def wishes(it, out):
    """Twenty wishes each, one in five gladly, by a generator of its own: the same on each machine."""
    state = 20260101

    def draw(below):
        nonlocal state
        state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (state >> 33) % below

    told = []
    for s in it.people:
        days = set()
        while len(days) < 20:
            d = draw(len(it.days))
            if d in it.unav[s] or d in days:
                continue
            days.add(d)
            kind = "gladly" if len(days) % 5 == 0 else "rather-not"
            told.append({"s": s, "day": d, "kind": kind, "weight": 1 + draw(3)})
    # The public holidays of the Netherlands in 2024, of which day 0 is the first.
    holidays = [0, 88, 90, 91, 117, 129, 139, 140, 359, 360]
    it.told.update(wishes=told, holidays=[d for d in holidays if d in it.days])
    with open(out, "w", encoding="utf-8") as file:
        json.dump(it.told, file)


def main():
    what, instance = sys.argv[1], Instance(sys.argv[2])
    if what == "wishes":
        wishes(instance, sys.argv[3])
        return
    if what in ("plan", "veer"):
        start = time.perf_counter()
        if what == "plan":
            with open(sys.argv[3], encoding="utf-8") as file:
                told = file.read()
        else:
            command = [sys.argv[3], "rota", "generate", "--json", "--seconds", "120", "--instance", sys.argv[2]]
            told = subprocess.run(command, check=True, capture_output=True).stdout
        seconds = time.perf_counter() - start
        told = json.loads(told)
        plan = [[s for s in people if s is not None] for people in told["plan"]]
        bound = -1
        unmet, spread, cost = judged(instance, plan)
        if told["proven"]:
            bound = SPREAD * spread + cost
    else:
        seconds, plan, bound = {"cpsat": cpsat, "highs": highs, "greedy": greedy}[what](instance)
        unmet, spread, cost = judged(instance, plan)
    print(seconds, unmet, spread, cost, bound)


main()
