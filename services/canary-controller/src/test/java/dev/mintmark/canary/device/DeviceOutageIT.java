package dev.mintmark.canary.device;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mintmark.content.Digest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What devices see while the controller, or what it stands on, goes away. */
@Tag("long")
class DeviceOutageIT {
  private static final String INDEX = Digest.of("the release".getBytes(UTF_8)).toString();

  @TempDir(cleanup = CleanupMode.NEVER)
  static Path folder;

  @Test
  void desiredStateOutlivesTheControllerAndIsAnsweredWithoutADatabase() throws Exception {
    try (RunningController controller = RunningController.start(folder)) {
      String token = controller.api().enrolled("steady", "cpu-amd64");
      String idle = controller.api().enrolled("idle", "cpu-amd64");
      controller.tables().order(INDEX, "steady");
      assertThat(controller.api().desired("steady", token, "", 30).statusCode()).isEqualTo(200);

      controller.restart();

      HttpResponse<String> kept = controller.api().desired("steady", token, "", 0);
      assertThat(kept.statusCode()).isEqualTo(200);
      assertThat(Api.json(kept).get("index").asText()).isEqualTo(INDEX);
      assertThat(kept.headers().firstValue("ETag")).contains("\"1\"");
      assertThat(controller.api().desired("idle", idle, "", 0).statusCode()).isEqualTo(204);

      controller.loseStack();

      Api api = controller.api();
      Awaitility.await("reports to be refused")
          .atMost(ControllerProcess.LONG_ENOUGH)
          .until(() -> api.report("steady", token, 1, "RUNNING", INDEX).statusCode() == 503);
      assertThat(api.report("steady", token, 1, "RUNNING", INDEX).body()).contains("CAN-199");
      assertThat(api.desired("steady", token, "", 0).statusCode()).isEqualTo(200);
      assertThat(api.desired("steady", token, "\"1\"", 2).statusCode()).isEqualTo(304);
      CompletableFuture<HttpResponse<String>> poll = api.desiredLater("steady", token, "\"1\"", 60);

      controller.regainStack();

      controller.tables().order(INDEX, "steady");
      HttpResponse<String> answer = poll.get(90, TimeUnit.SECONDS);
      if (answer.statusCode() == 304) {
        // Its minute was over before the database was back: a device asks again.
        answer = api.desired("steady", token, "\"1\"", 60);
      }
      assertThat(Api.json(answer).get("order").asLong()).isEqualTo(2);
      Awaitility.await("reports to be taken again")
          .atMost(ControllerProcess.LONG_ENOUGH)
          .until(() -> api.report("steady", token, 2, "RUNNING", INDEX).statusCode() == 202);
    }
  }
}
