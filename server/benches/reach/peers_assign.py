"""Solves the same assignment with scipy's linear_sum_assignment. Run by `cargo xtask bench reach`.

peers_assign.py FOLDER reads assign.json and prints one line of JSON, as Veer's own program does:
the best of five runs, from the prices in memory to the plan.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment

RUNS = 5


def solve(prices, waves, rooms, nobody, step):
    """The cost of the best plan, and how many have nobody."""
    seats = np.repeat(np.arange(len(rooms)), rooms)
    places = np.concatenate([np.arange(room) for room in rooms])
    grid = prices[:, seats] + step * np.minimum(places, 200)
    alone = nobody[waves]
    cannot = np.isnan(grid)
    grid = np.where(cannot, alone[:, None], grid)
    missing = len(waves) - grid.shape[1]
    if missing > 0:
        grid = np.hstack([grid, np.repeat(alone[:, None], missing, axis=1)])
    rows, columns = linear_sum_assignment(grid)
    cost = grid[rows, columns]
    return int(cost.sum()), int((cost == alone[rows]).sum())


def main():
    told = json.loads((Path(sys.argv[1]) / "assign.json").read_text())
    prices = np.array([[np.nan if p is None else p for p in row] for row in told["prices"]], dtype=float)
    waves = np.array(told["waves"])
    nobody = np.array(told["nobody"], dtype=float)
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        cost, unmet = solve(prices, waves, told["rooms"], nobody, told["step"])
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"cost": cost, "unmet": unmet, "seconds": best}))


if __name__ == "__main__":
    main()
