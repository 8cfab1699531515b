package dev.mintmark.topics.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mintmark.topics.Topic;
import dev.mintmark.topics.TopicCatalogue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaRegistrationTest {
  private static final List<Topic> TOPICS =
      List.of(TopicCatalogue.RELEASE_PUBLISHED, TopicCatalogue.FLEET_METRICS);

  private final List<String> requests = new ArrayList<>();
  private int status = 200;
  private String body = "{\"id\": 7}";
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void setsTheRuleBeforeItRegistersAndLeavesRawTopicsOut() throws Exception {
    assertThat(registration().apply(TOPICS))
        .containsExactly(new SchemaState.Registered(TopicCatalogue.FLEET_METRICS, 7));
    assertThat(requests).hasSize(2);
    assertThat(requests.getFirst())
        .isEqualTo(
            "PUT /api/config/mintmark.fleet.metrics.v1-value"
                + " {\"compatibility\":\"BACKWARD_TRANSITIVE\"}");
    assertThat(requests.getLast())
        .startsWith("POST /api/subjects/mintmark.fleet.metrics.v1-value/versions {\"schema\":")
        .contains("FleetMetrics", "\"schemaType\":\"AVRO\"");
  }

  @Test
  void tellsASchemaThatTheRuleRefuses() throws Exception {
    status = 409;
    body = "{\"error_code\": 409, \"message\": \"no default for x\"}";
    assertThat(registration().apply(TOPICS))
        .containsExactly(new SchemaState.Refused(TopicCatalogue.FLEET_METRICS, "no default for x"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({"500, {}", "404, <html>", "200, {}", "200, []", "200, '{\"id\": \"seven\"}'"})
  void refusesAnAnswerThatIsNoRegistrys(int otherStatus, String otherBody) {
    status = otherStatus;
    body = otherBody;
    assertThatThrownBy(() -> registration().apply(TOPICS))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/api answered " + otherStatus + " to POST /subjects/");
  }

  private SchemaRegistration registration() {
    return new SchemaRegistration(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    String sent = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + sent);
    boolean rule = exchange.getRequestMethod().equals("PUT");
    byte[] bytes = (rule ? sent : body).getBytes(UTF_8);
    exchange.sendResponseHeaders(rule ? 200 : status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
