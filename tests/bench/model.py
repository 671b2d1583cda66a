"""The model of modelled.bench.ts in SimPy: a broker with one queue, workers with a main process and a
pool, and for each task the same steps with the same costs: arrive, deliver, receive, hand over, acknowledge,
run, store, conclude, complete. Prints JSON: tasks, seconds, and the 95th percentile of latency in seconds."""

import json
import random
import sys
import time

import simpy

rate, length, workers, slots, mean = (float(text) for text in sys.argv[1:6])
chance = random.Random(1)
# RabbitMQ's costs in simulator/cluster/costs.ts, in seconds.
ENQUEUE, DELIVER, RECEIVE, COMPLETE, PIPE, BACKEND = 150e-6, 150e-6, 350e-6, 150e-6, 80e-6, 200e-6


def paced(cost):
    return cost * (1 + (chance.random() * 2 - 1) * 0.6)


env = simpy.Environment()
queue = simpy.Store(env)
latencies = []


def publisher():
    while True:
        yield env.timeout(chance.expovariate(rate))
        if env.now >= length:
            return
        env.process(arrive(env.now))


def arrive(sent):
    yield env.timeout(ENQUEUE)
    yield queue.put(sent)


def consumer(prefetch, main, pool):
    while True:
        yield prefetch.get(1)
        sent = yield queue.get()
        env.process(handle(sent, prefetch, main, pool))


def handle(sent, prefetch, main, pool):
    yield env.timeout(DELIVER)
    with main.request() as turn:
        yield turn
        yield env.timeout(paced(RECEIVE))
    with pool.request() as slot:
        yield slot
        yield env.timeout(paced(PIPE))
        yield prefetch.put(1)
        yield env.timeout(chance.expovariate(1 / mean))
        yield env.timeout(paced(BACKEND))
        latencies.append(env.now - sent)
    yield env.timeout(PIPE)
    with main.request() as turn:
        yield turn
        yield env.timeout(paced(COMPLETE))


for _ in range(int(workers)):
    window = simpy.Container(env, init=4 * slots)
    env.process(consumer(window, simpy.Resource(env), simpy.Resource(env, capacity=int(slots))))
env.process(publisher())
start = time.perf_counter()
env.run()
seconds = time.perf_counter() - start
latencies.sort()
p95 = latencies[int(len(latencies) * 0.95)]
print(json.dumps({"tasks": len(latencies), "seconds": seconds, "p95": p95, "simpy": simpy.__version__}))
