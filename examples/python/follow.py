"""Reads events of Vigil, checks each by its published schema, and prints recognitions and alerts.

    follow.py BOOTSTRAP SCHEMAS [COUNT]     as: follow.py 127.0.0.1:9092 docs/events

COUNT ends it after so many events; without it, it goes on. Needs confluent-kafka and jsonschema (on Debian:
python3-confluent-kafka, python3-jsonschema).
"""

import json
import pathlib
import sys
from collections import Counter

from confluent_kafka import Consumer, KafkaException
from jsonschema import Draft202012Validator

TOPICS = ["vigil.face.recognized.v1", "vigil.alert.raised.v1", "vigil.face.sighted.v1", "vigil.frame.accounted.v1",
          "vigil.gallery.audited.v1"]


def schemas(folder):
    """A validator for each type of event that has a value in JSON."""
    ending = ".schema.json"
    return {file.name[: -len(ending)]: Draft202012Validator(json.loads(file.read_text()))
            for file in pathlib.Path(folder).glob("*" + ending)}


def show(kind, event):
    if kind == "vigil.face.recognized.v1":
        person = event["person"]["name"] if event["person"] else "-"
        print("recognition", event["camera"]["name"], event["decision"], person, flush=True)
    elif kind == "vigil.alert.raised.v1":
        print("alert", event["watchlist"], event["person"]["name"], flush=True)


def main(bootstrap, folder, count=None):
    validators = schemas(folder)
    consumer = Consumer({"bootstrap.servers": bootstrap, "group.id": "example-python", "auto.offset.reset": "earliest",
                         "isolation.level": "read_committed", "enable.auto.commit": False})
    consumer.subscribe(TOPICS)
    seen, wrong = Counter(), 0
    while count is None or sum(seen.values()) < int(count):
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        headers = {name: value.decode() for name, value in message.headers() or []}
        kind = headers["ce_type"]
        seen[kind] += 1
        validator = validators.get(kind)
        if validator is None:  # a marker, which has no value; or a kind that is newer than these schemas
            wrong += 1 if message.value() else 0
        else:
            event = json.loads(message.value())
            faults = [fault.message for fault in validator.iter_errors(event)]
            for fault in faults:
                print(headers["ce_id"], fault, file=sys.stderr)
            wrong += 1 if faults else 0
            show(kind, event)
        consumer.commit(message, asynchronous=True)  # where it stopped, it goes on the next time
    consumer.close()
    for kind, number in sorted(seen.items()):
        print(kind, number)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
