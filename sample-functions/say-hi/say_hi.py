"""Sends a greeting by e-mail, from FROM to TO (environment variables)."""

import os
from typing import Any

# Names longer than this are no names, and would make the subject unreadable.
LONGEST_NAME = 100


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, str]:
    """`event` may hold "name": who is greeted. Answers the id of the message that was sent."""
    sender = required_variable("FROM", "the address the e-mail is sent from")
    recipient = required_variable("TO", "the address the e-mail is sent to")
    name = name_of(event)
    message_id = send_email(sender, recipient, f"Hi {name}!", f"Hi {name},\n\nthis is your Lambda function.\n")
    return {"messageId": message_id}


def name_of(event: Any) -> str:
    if not isinstance(event, dict):
        raise TypeError(f"The event must be a JSON object, and it is {type(event).__name__}.")
    name = event.get("name", "there")
    if not isinstance(name, str) or not name.strip():
        raise ValueError('"name" in the event must be a text that is not empty.')
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise ValueError(f'"name" in the event must be one line of at most {LONGEST_NAME} characters.')
    return name.strip()


def required_variable(name: str, meaning: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise RuntimeError(f"{name} is not set: give the function the environment variable {name}, {meaning}.")
    return value


def send_email(sender: str, recipient: str, subject: str, text: str) -> str:
    # Imported here, as loading it takes a good part of a cold start and wrong input needs no client.
    import boto3

    answer = boto3.client("ses").send_email(
        Source=sender,
        Destination={"ToAddresses": [recipient]},
        Message={
            "Subject": {"Data": subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
        },
    )
    return str(answer["MessageId"])
