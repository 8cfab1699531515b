package dev.mintmark.cli.home;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and tokens of the services: those of the running stack, unless the environment names
 * others ({@code MINTMARK_TRAINER_INGEST_URL} and so on, {@code MINTMARK_TOKEN}, {@code
 * MINTMARK_BOOTSTRAP_SERVERS}).
 */
public final class Services {
  private final Map<String, String> environment;
  private final Home home;

  public Services(Map<String, String> environment, Home home) {
    this.environment = environment;
    this.home = home;
  }

  /**
   * Base address of a service's HTTP API.
   *
   * @throws CommandException CLI-030 when no stack runs and the environment names none, CLI-036
   *     when the environment names what is no http address
   */
  public URI url(String service) {
    String variable = "MINTMARK_" + service.toUpperCase(Locale.ROOT).replace('-', '_') + "_URL";
    return set(variable)
        .or(() -> running("/services/" + service + "/url"))
        .map(text -> http(variable, text))
        .orElseThrow(() -> noStack(variable));
  }

  private static URI http(String variable, String text) {
    try {
      URI uri = new URI(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Refused below, like an address of another scheme.
    }
    throw new CommandException(
        Exit.USAGE,
        "CLI-036",
        "cannot use "
            + variable
            + ": '"
            + text
            + "' is no address; write e.g. http://127.0.0.1:8080");
  }

  /** The token to use where a role is needed. */
  public String token(String role) {
    return set("MINTMARK_TOKEN").orElseGet(() -> home.token(role));
  }

  /**
   * Kafka's bootstrap servers.
   *
   * @throws CommandException CLI-030 when no stack runs and the environment names none
   */
  public String bootstrapServers() {
    return set("MINTMARK_BOOTSTRAP_SERVERS")
        .or(() -> running("/kafka/bootstrapServers"))
        .orElseThrow(() -> noStack("MINTMARK_BOOTSTRAP_SERVERS"));
  }

  /**
   * What a Kafka client needs to reach the log.
   *
   * @param servers another cluster than {@link #bootstrapServers}; null for that one
   */
  public Map<String, Object> kafka(@Nullable String servers) {
    return Map.of("bootstrap.servers", servers == null ? bootstrapServers() : servers);
  }

  /**
   * Base of the schema registry's API; empty where no stack runs and the environment names none.
   */
  public Optional<String> schemaRegistry() {
    return set("MINTMARK_SCHEMA_REGISTRY").or(() -> running("/schemaRegistry/url"));
  }

  /** Whether this home's launcher runs and says that all is ready. */
  public boolean stackIsReady() {
    return home.state()
        .filter(Services::isAlive)
        .map(state -> state.path("state").asText().equals("ready"))
        .orElse(false);
  }

  /** Whether this home's launcher runs, ready or not. */
  public boolean stackRuns() {
    return home.state().filter(Services::isAlive).isPresent();
  }

  private Optional<String> set(String variable) {
    return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isEmpty());
  }

  private Optional<String> running(String pointer) {
    return home.state()
        .filter(Services::isAlive)
        .map(state -> state.at(pointer).asText(""))
        .filter(text -> !text.isEmpty());
  }

  /** The file outlives a killed launcher: its process must be there as well. */
  private static boolean isAlive(JsonNode state) {
    return !state.path("state").asText().equals("stopped")
        && ProcessHandle.of(state.path("pid").asLong(-1)).map(ProcessHandle::isAlive).orElse(false);
  }

  private CommandException noStack(String variable) {
    return new CommandException(
        Exit.NOT_REACHABLE,
        "CLI-030",
        "no stack runs in %s; start one with `mintmark up --detach`, or name another line in %s"
            .formatted(home.root(), variable));
  }
}
