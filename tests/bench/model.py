"""The model of modelled.bench.ts in SimPy: a broker with one queue, workers with a main process and a
pool, and for each task the same eight hops with the same costs: publish, enqueue, deliver, receive, hand over
(and acknowledge), run, store (and conclude), complete. With a sixth argument of 1 it keeps a log as ours does,
the latest 262,144 of the same twelve rows a task; with 0 it keeps none.

What it does not do, and ours does in the same time: a cause of each row, charts that every entity moves through,
routing, priorities, revocations, rate and time limits, connections, what a worker does when it is killed, and
state that can be saved. Costs vary from task to task in both; a process of ours has a stream of its own.
Prints JSON: tasks, seconds of processor time, and the 95th percentile of latency in seconds."""

import collections
import json
import random
import sys
import time

import simpy

rate, length, workers, slots, mean = (float(text) for text in sys.argv[1:6])
keeps_log = sys.argv[6:] == ["1"]
chance = random.Random(1)
# RabbitMQ's costs in simulator/cluster/costs.ts, in seconds.
ENQUEUE, DELIVER, RECEIVE, COMPLETE, PIPE, BACKEND = 150e-6, 150e-6, 350e-6, 150e-6, 80e-6, 200e-6


def paced(cost):
    return cost * (1 + (chance.random() * 2 - 1) * 0.6)


env = simpy.Environment()
rows = collections.deque(maxlen=262_144)
queue = simpy.Store(env)
latencies = []


def log(kind, task, actor):
    if keeps_log:
        rows.append((env.now, kind, task, actor))


def publisher():
    task = 0
    while True:
        yield env.timeout(chance.expovariate(rate))
        if env.now >= length:
            return
        log("message-published", task, "client")
        env.process(arrive(task, env.now))
        task += 1


def arrive(task, sent):
    yield env.timeout(ENQUEUE)
    log("message-enqueued", task, "queue")
    yield queue.put((task, sent))


def consumer(prefetch, main, pool):
    while True:
        yield prefetch.get(1)
        task, sent = yield queue.get()
        env.process(handle(task, sent, prefetch, main, pool))


def handle(task, sent, prefetch, main, pool):
    yield env.timeout(DELIVER)
    log("message-delivered", task, "worker")
    with main.request() as turn:
        yield turn
        yield env.timeout(paced(RECEIVE))
        log("logged", task, "worker")
        log("task-received", task, "worker")
        log("task-reserved", task, "worker")
    with pool.request() as slot:
        yield slot
        yield env.timeout(paced(PIPE))
        yield prefetch.put(1)
        log("message-acked", task, "worker")
        log("task-started", task, "process")
        yield env.timeout(chance.expovariate(1 / mean))
        yield env.timeout(paced(BACKEND))
        log("state-stored", task, "process")
        log("task-succeeded", task, "process")
        log("logged", task, "process")
        log("task-finished", task, "process")
        latencies.append(env.now - sent)
    yield env.timeout(PIPE)
    with main.request() as turn:
        yield turn
        yield env.timeout(paced(COMPLETE))


for _ in range(int(workers)):
    window = simpy.Container(env, init=4 * slots)
    env.process(consumer(window, simpy.Resource(env), simpy.Resource(env, capacity=int(slots))))
env.process(publisher())
start = time.process_time()
env.run()
seconds = time.process_time() - start
latencies.sort()
p95 = latencies[int(len(latencies) * 0.95)]
print(json.dumps({"tasks": len(latencies), "seconds": seconds, "p95": p95, "simpy": simpy.__version__}))
