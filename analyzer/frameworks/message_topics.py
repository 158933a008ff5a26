"""Topics: messages for whoever listens.

Understands: Kafka through kafka-python, confluent-kafka and aiokafka; Google Cloud Pub/Sub; Amazon SNS, named by the
end of the topic's address; groups of Django Channels (``group_send`` publishes, ``group_add`` consumes); MQTT
through paho; NATS. A channel layer of unknown type counts by the names of these methods.
Does not understand: names of topics from configuration (reported as unresolved); signals inside one process.
"""

from __future__ import annotations

from analyzer.frameworks.call_texts import CONSUME, PUBLISH
from analyzer.frameworks.library_calls import LibraryCalls, Maker, Use, does, last_part, watched_of
from analyzer.model.resources import ResourceKind

NAME = "message_topics"
_TOPIC = ResourceKind.TOPIC
_PUBSUB = r"google\.cloud\.pubsub(_v1)?\.[\w.]*"


class MessageTopics(LibraryCalls):
    """The plug-in."""

    name = NAME
    packages = (
        *("kafka", "confluent_kafka", "aiokafka", "google.cloud.pubsub", "google.cloud.pubsub_v1", "google.cloud"),
        *("boto3", "channels", "paho.mqtt", "paho.mqtt.client", "nats"),
    )
    outside = (
        *("kafka.", "confluent_kafka.", "aiokafka.", "google.cloud.pubsub", "boto3.", "aioboto3.", "channels."),
        *("paho.mqtt.", "nats."),
    )
    answers = frozenset({"topic_path", "subscription_path", "create_topic", "Topic"})
    makers = (
        Maker(rf"{_PUBSUB}(PublisherClient|SubscriberClient)(\(\))?\.(topic_path|subscription_path)", 1, ("topic",)),
        Maker(r"(boto3|aioboto3)\.[\w.()]*\.create_topic", -1, ("Name",)),
        Maker(r"(boto3|aioboto3)\.[\w.()]*resource\(\)\.Topic", 0),
    )
    uses = (
        Use(_TOPIC, r"kafka\.[\w.]*KafkaProducer\(\)", does(PUBLISH, "send"), 0, ("topic",)),
        Use(_TOPIC, r"aiokafka\.[\w.]*AIOKafkaProducer\(\)", does(PUBLISH, "send send_and_wait"), 0, ("topic",)),
        Use(_TOPIC, r"confluent_kafka\.[\w.]*Producer\(\)", does(PUBLISH, "produce"), 0, ("topic",)),
        Use(
            _TOPIC,
            r"(kafka|aiokafka|confluent_kafka)\.[\w.]*Consumer\(\)",
            does(CONSUME, "subscribe assign"),
            0,
            ("topics", "pattern"),
        ),
        Use(_TOPIC, _PUBSUB + r"PublisherClient\(\)", does(PUBLISH, "publish"), 0, ("topic",), tidy=last_part),
        Use(
            _TOPIC,
            _PUBSUB + r"SubscriberClient\(\)",
            does(CONSUME, "subscribe pull"),
            0,
            ("subscription",),
            tidy=last_part,
        ),
        Use(
            _TOPIC, r"(boto3|aioboto3)\.[\w.()]*client\(\)", does(PUBLISH, "publish"), -1, ("TopicArn",), tidy=last_part
        ),
        Use(
            _TOPIC, r"(boto3|aioboto3)\.[\w.()]*(create_topic|Topic)\(\)", does(PUBLISH, "publish"), -1, tidy=last_part
        ),
        Use(
            _TOPIC,
            r"channels\.[\w.()]*(get_channel_layer\(\)|channel_layer)",
            does(PUBLISH, "group_send") | does(CONSUME, "group_add"),
            0,
            ("group",),
        ),
        Use(_TOPIC, r"^$", does(PUBLISH, "group_send") | does(CONSUME, "group_add"), 0, ("group",), needs="*"),
        Use(
            _TOPIC,
            r"paho\.mqtt\.[\w.]*Client\(\)",
            does(PUBLISH, "publish") | does(CONSUME, "subscribe"),
            0,
            ("topic",),
        ),
        Use(
            _TOPIC,
            r"paho\.mqtt\.(publish|subscribe)",
            does(PUBLISH, "single") | does(CONSUME, "simple callback"),
            0,
            ("topic", "topics"),
        ),
        Use(
            _TOPIC,
            r"nats\.[\w.()]*connect\(\)",
            does(PUBLISH, "publish request") | does(CONSUME, "subscribe"),
            0,
            ("subject",),
        ),
        Use(_TOPIC, r"kafka(\.\w+)*", does(CONSUME, "KafkaConsumer"), 0, ("topics",), rest=True),
        Use(_TOPIC, r"aiokafka(\.\w+)*", does(CONSUME, "AIOKafkaConsumer"), 0, ("topics",), rest=True),
    )
    watched = watched_of(uses)
