package io.karyo.spark;

import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.TestInstance;

/** A test on two threads of this Java virtual machine; all tests share the session. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SparkTest {

  static SparkSession spark() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("karyo")
        .config("spark.ui.enabled", false)
        .config("spark.sql.shuffle.partitions", 4)
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        .config("spark.driver.host", "localhost")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.log.level", "ERROR")
        .getOrCreate();
  }
}
