#!/usr/bin/python3
"""The walk of bench/journeys/shop.journey by SimPy and by numpy, beside cairn's, one core, in turn.

    bench/peers.py CAIRN WALK_BENCH [ROUNDS]

CAIRN and WALK_BENCH are the programs of a build. Debian: python3-simpy3 python3-numpy. All three pay
the cost of each visit, draw a lognormal stay and the next touchpoint, until an outcome, and keep
time, money and outcome of each person. CPU time; start-up is not counted.
"""
import random
import re
import subprocess
import sys
import time

import numpy
import simpy

JOURNEY = "bench/journeys/shop.journey"


class Class:
    """One class of customers: rows by state, as `cairn dump chain` prints them."""

    def __init__(self, share):
        self.share, self.start = share, 0
        self.mu, self.sigma, self.money, self.ways = [], [], [], []


def read_classes(cairn):
    text = subprocess.run([cairn, "dump", "chain", JOURNEY], stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, check=True, text=True).stdout
    classes = []
    for line in text.splitlines():
        if found := re.match(r"class .*: (\S+) of entrants", line):
            classes.append(Class(float(found[1])))
        elif re.match(r"\d+ states", line):
            pass
        elif re.match(r"\d+ ", line):
            here = classes[-1]
            for column, empty in ((here.mu, 0.0), (here.sigma, 0.0), (here.money, 0.0)):
                column.append(empty)
            here.ways.append([])
        elif found := re.match(r"  takes lognormal\(mu (\S+), sigma (\S+)\) days", line):
            here.mu[-1], here.sigma[-1] = float(found[1]), float(found[2])
        elif found := re.match(r"  (earns|costs) (\S+)", line):
            here.money[-1] += float(found[2]) if found[1] == "earns" else -float(found[2])
        elif found := re.match(r"  (\S+) -> (\d+) ", line):
            here.ways[-1].append((float(found[1]), int(found[2])))
    for here in classes:
        here.start = here.ways[0][0][1]  # the moment of entry has one way
    return classes


def walk_simpy(classes, people):
    environment = simpy.Environment()
    shares = [one.share for one in classes]
    records, steps = [], 0

    def customer(one):
        nonlocal steps
        begin, state, money = environment.now, one.start, 0.0
        while one.ways[state]:
            money += one.money[state]
            yield environment.timeout(random.lognormvariate(one.mu[state], one.sigma[state]))
            u = random.random()
            for share, target in one.ways[state]:
                u -= share
                state = target
                if u < 0:
                    break
            steps += 1
        records.append((environment.now - begin, money + one.money[state], state))

    for one in random.choices(classes, shares, k=people):
        environment.process(customer(one))
    environment.run()
    return steps


def walk_numpy(classes, people, seed):
    """All who are on their way as one vector, compacted every step."""
    generator = numpy.random.default_rng(seed)
    steps = 0
    for one in classes:
        width = max(len(ways) for ways in one.ways)
        ends = numpy.full((len(one.ways), width), 2.0)
        targets = numpy.zeros((len(one.ways), width), dtype=numpy.int32)
        for s, ways in enumerate(one.ways):
            if ways:
                ends[s, :len(ways) - 1] = numpy.cumsum([share for share, _ in ways])[:-1]
                targets[s, :len(ways)] = [target for _, target in ways]
        mu, sigma, money = map(numpy.array, (one.mu, one.sigma, one.money))
        is_end = numpy.array([not ways for ways in one.ways])
        count = round(people * one.share)
        state = numpy.full(count, one.start, dtype=numpy.int32)
        walker = numpy.arange(count)
        days, paid = numpy.zeros(count), numpy.zeros(count)
        last = numpy.zeros(count, dtype=numpy.int32)
        while state.size:
            steps += state.size
            days[walker] += numpy.exp(mu[state] + sigma[state] *
                                      generator.standard_normal(state.size))
            paid[walker] += money[state]
            u = generator.random(state.size)
            way = (u[:, None] >= ends[state]).sum(axis=1)
            state = targets[state, way]
            done = is_end[state]
            last[walker[done]] = state[done]
            paid[walker[done]] += money[state[done]]
            state, walker = state[~done], walker[~done]
    return steps


def ns_per_step(walk):
    begin = time.process_time()
    steps = walk()
    return (time.process_time() - begin) / steps * 1e9


def main():
    cairn, bench = sys.argv[1], sys.argv[2]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 5
    classes = read_classes(cairn)
    found = {"SimPy": [], "numpy": [], "cairn": []}
    for round_number in range(rounds):
        found["SimPy"].append(ns_per_step(lambda: walk_simpy(classes, 20_000)))
        found["numpy"].append(ns_per_step(lambda: walk_numpy(classes, 300_000, round_number)))
        out = subprocess.run([bench, "--figure", "3000000"], stdout=subprocess.PIPE, check=True,
                             text=True).stdout
        found["cairn"].append(float(out))
    for name, values in found.items():
        ratios = sorted(value / own for value, own in zip(values, found["cairn"]))
        print(f"{name:6} {sorted(values)[rounds // 2]:9.2f} ns/step"
              f" ({min(values):.2f} .. {max(values):.2f}), cairn is {ratios[rounds // 2]:.1f}"
              f" times as fast ({ratios[0]:.1f} .. {ratios[-1]:.1f})")


main()
