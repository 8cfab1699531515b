package dev.mintmark.canary.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** One event to publish: one row of {@code outbox}. */
@Entity
@Table(name = "outbox")
class OutboxRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  @Nullable Long id;

  String topic = "";

  @Column(name = "message_key")
  String key = "";

  byte[] value = {};

  @Column(name = "ce_id")
  String ceId = "";

  String subject = "";
  OffsetDateTime time = OffsetDateTime.MIN;

  /** For Hibernate. */
  protected OutboxRow() {}

  OutboxRow(
      String topic, String key, byte[] value, String ceId, String subject, OffsetDateTime time) {
    this.topic = topic;
    this.key = key;
    this.value = value.clone();
    this.ceId = ceId;
    this.subject = subject;
    this.time = time;
  }
}
