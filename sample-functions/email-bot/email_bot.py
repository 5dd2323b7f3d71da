"""Answers every e-mail that SES received for it. The notification holds the headers of the mail, not its body."""

import os
from email.utils import parseaddr
from typing import Any


def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, list[str]]:
    """`event` is SES's notification. Answers who was written to, and why others were not."""
    own_address = required_variable("FROM", "the address the bot answers from")
    answered: list[str] = []
    skipped: list[str] = []
    for notification in notifications(event):
        reason = reason_to_keep_silent(notification, own_address)
        if reason is not None:
            skipped.append(reason)
            continue
        recipient = sender_of(notification)
        send_reply(own_address, recipient, subject_of(notification))
        answered.append(recipient)
    return {"answered": answered, "skipped": skipped}


def notifications(event: Any) -> list[dict[str, Any]]:
    records = event.get("Records") if isinstance(event, dict) else None
    if not isinstance(records, list) or not records:
        raise ValueError('The event is no SES notification: it has no "Records".')
    for record in records:
        ses = record.get("ses") if isinstance(record, dict) else None
        if not isinstance(ses, dict) or not isinstance(ses.get("mail"), dict):
            raise ValueError('The event is no SES notification: a record has no "ses" with a "mail".')
    return [record["ses"] for record in records]


def reason_to_keep_silent(notification: dict[str, Any], own_address: str) -> str | None:
    """Two bots that answer each other never stop, and an answer to spam confirms the address."""
    receipt = notification.get("receipt", {})
    for verdict in ("spamVerdict", "virusVerdict"):
        if receipt.get(verdict, {}).get("status") == "FAIL":
            return f"{verdict} is FAIL"
    for header in notification["mail"].get("headers", []):
        name, value = str(header.get("name", "")).lower(), str(header.get("value", "")).lower()
        if name == "auto-submitted" and value != "no":
            return "the mail was sent automatically"
        if name == "precedence" and value in ("bulk", "junk", "list"):
            return "the mail came from a list"
    if sender_of(notification).lower() == parseaddr(own_address)[1].lower():
        return "the mail came from the bot itself"
    return None


def sender_of(notification: dict[str, Any]) -> str:
    mail = notification["mail"]
    written = mail.get("commonHeaders", {}).get("from") or [mail.get("source", "")]
    address = parseaddr(str(written[0]))[1]
    if "@" not in address:
        raise ValueError("The mail has no sender that could be answered.")
    return address


def subject_of(notification: dict[str, Any]) -> str:
    subject = str(notification["mail"].get("commonHeaders", {}).get("subject") or "your mail")
    one_line = " ".join(subject.split())
    return one_line if one_line.lower().startswith("re:") else f"Re: {one_line}"


def required_variable(name: str, meaning: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        raise RuntimeError(f"{name} is not set: give the function the environment variable {name}, {meaning}.")
    return value


def send_reply(sender: str, recipient: str, subject: str) -> None:
    # Imported here, as loading it takes a good part of a cold start and wrong input needs no client.
    import boto3

    text = "Thank you for your mail. It has arrived, and a person will read it.\n"
    boto3.client("ses").send_email(
        Source=sender,
        Destination={"ToAddresses": [recipient]},
        Message={
            "Subject": {"Data": subject, "Charset": "UTF-8"},
            "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
        },
    )
