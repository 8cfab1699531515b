"""Prints the fleet's metrics as they come: consume.py BOOTSTRAP_SERVERS SCHEMA_REGISTRY [HOW_MANY]"""

import sys

from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

TOPIC = "mintmark.fleet.metrics.v1"

left = int(sys.argv[3]) if len(sys.argv) > 3 else float("inf")
# The schema of each record comes from the registry, by the id that the record carries.
read = AvroDeserializer(SchemaRegistryClient({"url": sys.argv[2]}))
consumer = Consumer({
    "bootstrap.servers": sys.argv[1],
    "group.id": "fleet-metrics-example",
    "auto.offset.reset": "earliest",
})
consumer.subscribe([TOPIC])
while left > 0:
    message = consumer.poll(1.0)
    if message is None:
        continue
    if message.error():
        sys.exit(str(message.error()))
    window = read(message.value(), SerializationContext(TOPIC, MessageField.VALUE))
    print("{release} {deviceClass} {windowStart} {heartbeats} heartbeats, "
          "p50 {latencyP50Micros:.0f} us, p99 {latencyP99Micros:.0f} us".format(**window), flush=True)
    left -= 1
consumer.close()
