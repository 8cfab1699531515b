package dev.mintmark.telemetry.clients;

import dev.mintmark.kit.run.Supervisor;
import dev.mintmark.kit.run.Work;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;

/** Asks Kafka every two seconds whether it is there: an idle client would not notice. */
@Singleton
final class KafkaProbe {
  private static final Duration BETWEEN = Duration.ofSeconds(2);
  private static final int PATIENCE_MILLIS = 3_000;

  private final Clients clients;
  private final Supervisor supervisor;

  KafkaProbe(Clients clients, Supervisor supervisor) {
    this.clients = clients;
    this.supervisor = supervisor;
  }

  void start(@Observes StartupEvent event) {
    supervisor.supervise("kafka", this::ask);
  }

  private void ask(Work.Control control) throws Exception {
    var config = clients.common("probe");
    config.put("default.api.timeout.ms", PATIENCE_MILLIS);
    config.put("request.timeout.ms", PATIENCE_MILLIS);
    try (Admin admin = Admin.create(config)) {
      while (!control.stopping()) {
        admin.describeCluster().clusterId().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        control.ready();
        control.pause(BETWEEN);
      }
    }
  }
}
