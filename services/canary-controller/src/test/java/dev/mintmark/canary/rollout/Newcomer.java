package dev.mintmark.canary.rollout;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.Map;

/** A device that was enrolled through the doors. */
record Newcomer(Controller controller, String device, String token) {

  static Newcomer enrol(Controller controller, String deviceClass, String device) {
    JsonNode enrolment =
        expect(
            controller.post(
                "/v1/enrolments",
                Map.of("deviceClass", deviceClass, "count", 1, "validFor", "PT1H")));
    JsonNode enrolled =
        expect(
            controller.post(
                "/v1/devices",
                Map.of("token", enrolment.get("tokens").get(0).asText(), "device", device)));
    return new Newcomer(controller, device, enrolled.get("token").asText());
  }

  private static JsonNode expect(HttpResponse<String> answer) {
    if (answer.statusCode() != 201) {
      throw new AssertionError(answer.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return Controller.read(answer);
  }

  /** What it is to run, asked for as if it had nothing. */
  HttpResponse<String> desired(int waitSeconds) {
    return controller.get("/v1/devices/" + device + "/desired?wait=" + waitSeconds, token);
  }
}
