package dev.mintmark.cli.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.TestServer;
import dev.mintmark.topics.TopicCatalogue;
import dev.mintmark.topics.registry.SchemaState;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemasTest {
  @Test
  void registersUnderTheBaseWithOrWithoutASlashAtItsEnd() {
    try (TestServer registry =
        new TestServer(exchange -> TestServer.answer(exchange, 200, "{\"id\": 3}"))) {
      for (String base : List.of(registry.uri() + "/api", registry.uri() + "/api/")) {
        assertThat(Schemas.apply(base, List.of(TopicCatalogue.FLEET_METRICS)))
            .containsExactly(new SchemaState.Registered(TopicCatalogue.FLEET_METRICS, 3));
      }
      assertThat(registry.requests()).allMatch(request -> request.contains(" /api/")).hasSize(4);
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"registry:8081", "ftp://registry", "http://", "http://a b", ""})
  void refusesWhatIsNoAddress(String text) {
    CommandException refused =
        catchThrowableOfType(CommandException.class, () -> Schemas.apply(text, List.of()));
    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.code()).isEqualTo("CLI-053");
  }

  @Test
  void saysThatARegistryIsAway() {
    CommandException away;
    try (TestServer server = new TestServer(exchange -> TestServer.answer(exchange, 500, ""))) {
      away =
          catchThrowableOfType(
              CommandException.class,
              () -> Schemas.apply(server.uri().toString(), TopicCatalogue.all()));
    }
    assertThat(away.exit()).isEqualTo(Exit.NOT_REACHABLE);
    assertThat(away.text()).contains("answered 500").endsWith("(CLI-054)");
  }
}
