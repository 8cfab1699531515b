package dev.mintmark.canary.device;

import static dev.mintmark.canary.device.Api.assertRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mintmark.content.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people see who look at the fleet. */
class FleetViewIT {
  private static final String INDEX = Digest.of("the release".getBytes(UTF_8)).toString();

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  private static RunningController controller;
  private static Api api;
  private static FleetTables tables;

  @BeforeAll
  static void start() throws Exception {
    controller = RunningController.start(folder);
    api = controller.api();
    tables = controller.tables();
  }

  @AfterAll
  static void stop() throws Exception {
    controller.close();
  }

  @Test
  void pagesCoverEveryDeviceOfAClassOnce() {
    for (int i = 0; i < 5; i++) {
      api.enrolled("paged-" + i, "paged");
    }
    List<String> seen = new ArrayList<>();
    String after = "";
    do {
      JsonNode page =
          Api.json(
              api.get(
                  "/v1/fleet/devices?class=paged&limit=2&after=" + after,
                  ControllerProcess.VIEWER));
      page.get("devices").forEach(d -> seen.add(d.get("device").asText()));
      after = page.get("next").isNull() ? "" : page.get("next").asText();
    } while (!after.isEmpty());

    assertThat(seen).containsExactly("paged-0", "paged-1", "paged-2", "paged-3", "paged-4");
  }

  @Test
  void theSummaryCountsByClassAndRelease() throws Exception {
    List<String> kinds = List.of("RUNNING", "SMOKE_FAILED", "REFUSED", "ROLLED_BACK", "ADMITTED");
    api.enrolled("sum-none", "summed");
    for (String kind : kinds) {
      String device = "sum-" + kind.toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      String token = api.enrolled(device, "summed");
      tables.order(INDEX, device);
      assertThat(api.desired(device, token, "", 30).statusCode()).isEqualTo(200);
      api.report(device, token, 1, kind, INDEX);
    }

    List<JsonNode> rows = new ArrayList<>();
    Api.json(api.get("/v1/fleet/summary", ControllerProcess.VIEWER))
        .get("releases")
        .forEach(row -> {
          if (row.get("deviceClass").asText().equals("summed")) {
            rows.add(row);
          }
        });

    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).get("release").isNull()).isTrue();
    assertThat(rows.get(0).get("devices").asLong()).isEqualTo(1);
    assertThat(rows.get(1).get("index").asText()).isEqualTo(INDEX);
    assertThat(rows.get(1).get("devices").asLong()).isEqualTo(5);
    for (String count : List.of("running", "smokeFailed", "refused", "rolledBack", "pending")) {
      assertThat(rows.get(1).get(count).asLong()).as(count).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "{0} answers {1} {2}")
  @CsvSource({
    "/v1/fleet/devices/nobody, 404, CAN-130",
    "/v1/fleet/devices?limit=0, 400, CAN-131",
    "/v1/fleet/devices?limit=1001, 400, CAN-131",
  })
  void errorsHaveACode(String path, int status, String code) {
    assertRefused(api.get(path, ControllerProcess.VIEWER), status, code);
  }
}
