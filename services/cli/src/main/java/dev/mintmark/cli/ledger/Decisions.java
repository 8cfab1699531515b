package dev.mintmark.cli.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.Paths;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;

/** What an operator decides through release-ledger. */
public final class Decisions {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Api api;

  public Decisions(Api api) {
    this.api = api;
  }

  /** Withdraws a release for good; the ledger's answer. */
  public JsonNode revoke(String name, String version, String reason) {
    String body = JsonNodeFactory.instance.objectNode().put("reason", reason).toString();
    HttpRequest request =
        api.to("/v1/releases/" + Paths.encode(name) + "/" + Paths.encode(version) + "/revocation")
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    Answer answer = api.send(request);
    if (answer.status() != 202) {
      throw api.refused(request, answer);
    }
    return answer.json();
  }
}
