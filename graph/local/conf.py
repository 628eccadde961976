"""The files that tell the local Neo4j how to run: closed to the network, to files and to other processes."""

from graph.local.place import Local, write

PROCEDURES = (
    "db.awaitIndexes",
    "db.index.fulltext.queryNodes",
    "db.index.fulltext.queryRelationships",
    "db.labels",
    "db.propertyKeys",
    "db.relationshipTypes",
    "db.schema.nodeTypeProperties",
    "db.schema.relTypeProperties",
    "db.schema.visualization",
    "dbms.components",
)
"""No others are loaded from outside. Neo4j exempts those built into it: the guard of queries sees to them."""

CONF = """\
# Written by bankgraph at each start: a change here is lost.

# Reached over Bolt from this machine alone.
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.bolt.advertised_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.usage_report.enabled=false

# Memory: the heap (128m to 1g) is Java's argument. A query that needs more than its share is ended alone.
server.memory.pagecache.size=128m
db.memory.transaction.max=256m
dbms.memory.transaction.total.max=512m
db.transaction.timeout=10m

# A query in READ mode can reach neither files nor addresses nor the server's administration.
dbms.security.allow_csv_import_from_file_urls=false
internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0
dbms.security.procedures.allowlist={procedures}

# Little on disk: transaction logs of 16 MB that go once they are not needed, no query log.
db.tx_log.preallocate=false
db.tx_log.rotation.size=16m
db.tx_log.rotation.retention_policy=keep_none
db.logs.query.enabled=OFF
server.logs.gc.enabled=false

# A stop takes 0.3 s and not 10: Bolt need not wait for newcomers.
internal.dbms.bolt.netty_server_shutdown_quiet_period=0
internal.dbms.bolt.netty_server_shutdown_timeout=2
"""

LOG = """\
<?xml version="1.0" encoding="UTF-8"?>
<Configuration status="ERROR" packages="org.neo4j.logging.log4j">
  <Appenders>
    <RollingRandomAccessFile name="file" fileName="${{config:server.directories.logs}}/{name}.log"
        filePattern="${{config:server.directories.logs}}/{name}.log.%02i">
      <{layout}/>
      <Policies><SizeBasedTriggeringPolicy size="2 MB"/></Policies>
      <DefaultRolloverStrategy fileIndex="min" max="1"/>
    </RollingRandomAccessFile>
  </Appenders>
  <Loggers><Root level="{level}"><AppenderRef ref="file"/></Root></Loggers>
</Configuration>
"""


def neo4j_conf(port: int) -> str:
    """What neo4j.conf says for a Neo4j on this ``port``."""
    return CONF.format(port=port, procedures=",".join(PROCEDURES))


def write_conf(local: Local, port: int) -> None:
    """Lay the configuration and the two log files' settings into Neo4j's home."""
    folder = local.neo4j / "conf"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "user-logs.xml", _log("neo4j", "INFO"))
    write(folder / "server-logs.xml", _log("debug", "WARN"))
    write(folder / "neo4j.conf", neo4j_conf(port))


def _log(name: str, level: str) -> str:
    layout = 'PatternLayout pattern="%d{{yyyy-MM-dd HH:mm:ss.SSSZ}}{{GMT+0}} %-5p [%c{{1.}}] %m%n"'
    return LOG.format(name=name, level=level, layout=layout.replace("{{", "{").replace("}}", "}"))
