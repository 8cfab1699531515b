package dev.mintmark.canary.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import dev.mintmark.embedded.EmbeddedStack;
import dev.mintmark.events.device.v1.DeviceSummarized;
import dev.mintmark.kit.framing.Framing;
import dev.mintmark.kit.handoff.EventCodec;
import dev.mintmark.sketch.LatencySketch;
import dev.mintmark.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Devices of all classes: straight in the tables they take their orders and report, and their
 * summaries are written as the aggregator does. What they measure depends on the index they run.
 */
final class TestFleet implements AutoCloseable {
  private static final int WINDOW_MILLIS = 500;
  private static final int HEARTBEATS = 2;
  private static final int REQUESTS = 100;

  private static final String REPORT =
      """
      with last as (
        select distinct on (device) device, sequence, index_digest, release
        from canary.device_order order by device, sequence desc),
      told as (
        update canary.device_order o
        set reported = now(), reported_kind = 'RUNNING', reported_index = o.index_digest,
          reported_release = o.release
        from last
        where o.device = last.device and o.sequence = last.sequence and o.reported is null
          and not (o.device = any(?))
        returning o.device, o.index_digest, o.release)
      update canary.device d set running_index = told.index_digest, running_release = told.release
      from told where told.device = d.device
      """;

  private final Backend backend;
  private final Producer<byte[], byte[]> producer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Map<String, Double> slowness = new ConcurrentHashMap<>();
  private final Set<String> silent = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> sequences = new HashMap<>();
  private long lastWindow;

  TestFleet(Backend backend) {
    this.backend = backend;
    Map<String, Object> config = new HashMap<>();
    config.put("bootstrap.servers", backend.log().kafkaBootstrapServers());
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    clock.scheduleAtFixedRate(this::live, 0, 100, TimeUnit.MILLISECONDS);
  }

  /** {@code sha256:<hex>} of a release's image index. */
  static String index(String release) {
    return Digest.of(release.getBytes(UTF_8)).toString();
  }

  /** Enrols devices that run nothing yet. */
  void enrol(String deviceClass, int count) throws SQLException {
    for (int i = 0; i < count; i++) {
      update(
          "insert into canary.device (device, device_class, generation, enrolled)"
              + " values (?, ?, 1, now())",
          "%s-%03d".formatted(deviceClass, i),
          deviceClass);
    }
  }

  /** Writes a release down as usable, as if it had been verified. */
  void publish(String release, String deviceClass) throws SQLException {
    String name = release.substring(0, release.indexOf(':'));
    String version = release.substring(release.indexOf(':') + 1);
    update(
        "insert into canary.release (name, version, repository, tag, index_digest, targets)"
            + " values (?, ?, 'vision/test', ?, ?, ?)",
        name,
        version,
        version,
        index(release),
        deviceClass);
  }

  /** Makes a release slower by that factor on every device. */
  void slow(String release, double factor) {
    slowness.put(index(release), factor);
  }

  /** This device neither reports nor sends anything from now on. */
  void silence(String device) {
    silent.add(device);
  }

  /** All devices speak again. */
  void speak() {
    silent.clear();
  }

  List<String> strings(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = prepared(connection, sql, parameters);
        ResultSet result = statement.executeQuery()) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }

  int update(String sql, Object... parameters) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = prepared(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  Connection connect() throws SQLException {
    EmbeddedStack database = backend.database();
    return DriverManager.getConnection(
        database.jdbcUrl(), database.postgresUser(), database.postgresPassword());
  }

  private static PreparedStatement prepared(Connection connection, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private void live() {
    try (Connection connection = connect()) {
      try (PreparedStatement statement = connection.prepareStatement(REPORT)) {
        statement.setArray(1, connection.createArrayOf("text", silent.toArray(new String[0])));
        statement.executeUpdate();
      }
      long window = System.currentTimeMillis() / WINDOW_MILLIS * WINDOW_MILLIS - WINDOW_MILLIS;
      if (window > lastWindow) {
        summarize(connection, window);
        lastWindow = window;
      }
    } catch (SQLException e) {
      // The stack is away, or has no tables yet: nobody hears the devices.
      sequences.put("away", 0L);
    }
  }

  private void summarize(Connection connection, long window) throws SQLException {
    String sql =
        "select device, device_class, running_release, running_index from canary.device"
            + " where running_index is not null order by device";
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        if (!silent.contains(row.getString(1))) {
          send(row.getString(1), row.getString(2), row.getString(3), row.getString(4), window);
        }
      }
    }
  }

  private void send(String device, String deviceClass, String release, String index, long window) {
    long first = sequences.merge(device, (long) HEARTBEATS, Long::sum) - HEARTBEATS + 1;
    LatencySketch sketch = LatencySketch.empty();
    // Each device has a speed of its own, which does not change.
    double micros = 10_000 * (1 + (device.hashCode() & 0xff) / 512.0);
    micros *= slowness.getOrDefault(index, 1.0);
    for (int i = 0; i < REQUESTS; i++) {
      sketch.add(micros * (1 + i / 200.0));
    }
    DeviceSummarized event =
        new DeviceSummarized(
            device,
            deviceClass,
            release,
            index,
            first,
            first + HEARTBEATS - 1,
            window,
            WINDOW_MILLIS,
            HEARTBEATS,
            (long) REQUESTS,
            0L,
            400L,
            ByteBuffer.wrap(sketch.encode()));
    producer.send(
        new ProducerRecord<>(
            TopicCatalogue.DEVICE_SUMMARIZED.name(),
            device.getBytes(UTF_8),
            Framing.frame(7, EventCodec.write(event))));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close();
  }
}
