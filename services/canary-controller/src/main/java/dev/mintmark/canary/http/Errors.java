package dev.mintmark.canary.http;

import dev.mintmark.canary.rollout.RolloutRefused;
import dev.mintmark.kit.http.Problem;
import dev.mintmark.kit.refusal.Refusal;
import jakarta.ws.rs.core.Response;
import org.apache.kafka.common.KafkaException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Turns what an operator cannot have, and what is away, into answers. */
public final class Errors {
  @ServerExceptionMapper
  public Response refused(RolloutRefused e) {
    return Problem.response(e.status(), e.refusal());
  }

  @ServerExceptionMapper
  public Response unavailable(KafkaException e) {
    return Problem.response(
        503, new Refusal("CAN-004", "Kafka", "it does not answer", "try again in a moment"));
  }
}
