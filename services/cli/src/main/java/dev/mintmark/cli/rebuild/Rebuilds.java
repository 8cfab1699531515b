package dev.mintmark.cli.rebuild;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mintmark.cli.failure.CommandException;
import dev.mintmark.cli.failure.Exit;
import dev.mintmark.cli.http.Answer;
import dev.mintmark.cli.http.Api;
import dev.mintmark.cli.http.Paths;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** release-ledger's HTTP API of rebuilds. */
public final class Rebuilds {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int PAGE = 100;

  private final Api api;

  public Rebuilds(Api api) {
    this.api = api;
  }

  /**
   * Orders rebuilds.
   *
   * @param releases {@code <name>:<version>} each
   * @param current as the steps are now, not as they were
   * @return one rebuild for all releases that the same toolchains made
   */
  public List<Ordered> order(List<String> releases, boolean current) {
    ObjectNode body = JSON.createObjectNode();
    releases.forEach(body.putArray("releases")::add);
    body.put("toolchain", current ? "current" : "recorded");
    HttpRequest request =
        api.to("/v1/rebuilds")
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    List<Ordered> ordered = new ArrayList<>();
    expect(request, 202).json().path("rebuilds").forEach(one -> ordered.add(Ordered.of(one)));
    return ordered;
  }

  /** All rebuilds, in the ledger's order. */
  public List<RebuildRun> all() {
    List<RebuildRun> runs = new ArrayList<>();
    String after = "";
    do {
      String path =
          "/v1/rebuilds?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + Paths.encode(after));
      JsonNode page = expect(get(path), 200).json();
      page.path("rebuilds").forEach(run -> runs.add(RebuildRun.of(run)));
      after = page.path("next").asText("");
    } while (!after.isEmpty());
    return runs;
  }

  /**
   * One rebuild.
   *
   * @throws CommandException CLI-090 where the ledger does not know it
   */
  public RebuildRun find(String run) {
    return known(get(path(run)), "no rebuild " + run, RebuildRun::of);
  }

  /**
   * The whole report on a release: every row, every difference.
   *
   * @throws CommandException CLI-090 where there is none
   */
  public JsonNode report(String run, String name, String version) {
    String path = path(run) + "/" + Paths.encode(name) + "/" + Paths.encode(version) + "/report";
    return known(
        get(path), "no report on " + name + ":" + version + " in " + run, report -> report);
  }

  private <T> T known(
      HttpRequest request, String what, java.util.function.Function<JsonNode, T> read) {
    Answer answer = api.send(request);
    if (answer.status() == 404) {
      throw new CommandException(
          Exit.FAILURE,
          "CLI-090",
          "the ledger has " + what + "; `mintmark rebuild list` shows those it has");
    }
    return read.apply(expect(request, answer, 200).json());
  }

  private Answer expect(HttpRequest request, int status) {
    return expect(request, api.send(request), status);
  }

  private Answer expect(HttpRequest request, Answer answer, int status) {
    if (answer.status() != status) {
      throw api.refused(request, answer);
    }
    return answer;
  }

  private HttpRequest get(String path) {
    return api.to(path).timeout(TIMEOUT).GET().build();
  }

  private static String path(String run) {
    return "/v1/rebuilds/" + Paths.encode(run);
  }
}
