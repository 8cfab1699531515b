package dev.mintmark.cli.home;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Addresses and tokens of the services: those of the running stack, unless the environment names
 * others ({@code MINTMARK_TRAINER_INGEST_URL} and so on, {@code MINTMARK_TOKEN}, {@code
 * MINTMARK_BOOTSTRAP_SERVERS} with {@code MINTMARK_KAFKA_USERNAME} and {@code
 * MINTMARK_KAFKA_PASSWORD}).
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
   * What a Kafka client needs to reach the log: the running stack's as its operator, or another one
   * as whom the environment says, if it says so.
   *
   * @param servers another cluster than the stack's, or the one that the environment names; null
   *     for that
   * @throws CommandException CLI-030 when no stack runs and the environment names none, CLI-038
   *     when the stack's folder has no password, or the environment one half of a login
   */
  public Map<String, Object> kafka(@Nullable String servers) {
    Optional<String> other =
        Optional.ofNullable(servers).or(() -> set("MINTMARK_BOOTSTRAP_SERVERS"));
    if (other.isPresent()) {
      return access(other.get(), foreignLogin());
    }
    Optional<String> guarded = running("/kafka/saslBootstrapServers");
    if (guarded.isPresent()) {
      return access(
          guarded.get(),
          Optional.of(new KafkaLogin(KafkaLogin.ADMIN, home.kafkaPassword(KafkaLogin.ADMIN))));
    }
    // One that an older launcher started: it asks nobody.
    return access(
        running("/kafka/bootstrapServers").orElseThrow(() -> noStack("MINTMARK_BOOTSTRAP_SERVERS")),
        Optional.empty());
  }

  private static Map<String, Object> access(String servers, Optional<KafkaLogin> login) {
    Map<String, Object> access = new HashMap<>();
    access.put("bootstrap.servers", servers);
    login.ifPresent(as -> access.putAll(as.settings()));
    return access;
  }

  private Optional<KafkaLogin> foreignLogin() {
    Optional<String> username = set("MINTMARK_KAFKA_USERNAME");
    Optional<String> password = set("MINTMARK_KAFKA_PASSWORD");
    if (username.isPresent() != password.isPresent()) {
      throw new CommandException(
          Exit.USAGE,
          "CLI-038",
          "cannot come to Kafka: one of MINTMARK_KAFKA_USERNAME and MINTMARK_KAFKA_PASSWORD is set;"
              + " set both, or none");
    }
    return username.flatMap(name -> password.map(word -> new KafkaLogin(name, word)));
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
