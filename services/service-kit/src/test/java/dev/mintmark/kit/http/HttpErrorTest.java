package dev.mintmark.kit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HttpErrorTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void saysWhatWasAskedWhatWasFoundAndWhatToDo(HttpError error) throws IOException {
    JsonNode body = JSON.readTree(error.body("GET", "/v1/a\"b"));

    assertThat(body.get("code").asText()).isEqualTo(error.code()).startsWith("KIT-06");
    assertThat(body.get("subject").asText()).isEqualTo("GET /v1/a\"b");
    assertThat(body.get("message").asText()).contains("GET /v1/a\"b").endsWith(error.code() + ")");
    assertThat(body.get("found").asText()).isNotBlank();
    assertThat(body.get("advice").asText()).isNotBlank();
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  void keepsTheRegistrysOwnFormForItsClients(HttpError error) throws IOException {
    JsonNode body = JSON.readTree(error.body("GET", "/v2/vision/face-detect/tags/list"));

    assertThat(body.at("/errors/0/code").asText()).isUpperCase().doesNotContain("-");
    assertThat(body.at("/errors/0/message").asText()).contains(error.code());
    assertThat(body.properties()).hasSize(1);
  }

  @Test
  void everyErrorHasACodeAndAStatusOfItsOwn() {
    assertThat(Arrays.stream(HttpError.values()).map(HttpError::code)).doesNotHaveDuplicates();
    assertThat(Arrays.stream(HttpError.values()).map(HttpError::status)).doesNotHaveDuplicates();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "401, UNAUTHORIZED",
    "404, NOT_FOUND",
    "415, UNSUPPORTED_MEDIA_TYPE",
    "418, BAD_REQUEST",
    "499, BAD_REQUEST",
    "500, UNEXPECTED",
    "503, UNEXPECTED"
  })
  void knowsOneForEveryStatus(int status, HttpError error) {
    assertThat(HttpError.of(status)).isEqualTo(error);
  }
}
