CREATE TABLE calls (
    id VARCHAR(64) NOT NULL,
    flow VARCHAR(64) NOT NULL,
    flow_version VARCHAR(64) NOT NULL,
    language VARCHAR(8) NOT NULL,
    started DATETIME NOT NULL,
    duration_ms INTEGER,
    disposition VARCHAR(16),
    end_reason VARCHAR(16),
    PRIMARY KEY (id)
);
CREATE TABLE lines (
    name VARCHAR(64) NOT NULL,
    newest INTEGER NOT NULL,
    PRIMARY KEY (name)
);
CREATE TABLE tickets (
    id VARCHAR(64) NOT NULL,
    call_id VARCHAR(64) NOT NULL,
    queue VARCHAR(64) NOT NULL,
    skills JSON NOT NULL,
    priority VARCHAR(16) NOT NULL,
    reason TEXT NOT NULL,
    summary TEXT NOT NULL,
    slots JSON NOT NULL,
    transcript JSON NOT NULL,
    status VARCHAR(16) NOT NULL,
    created DATETIME NOT NULL,
    mood VARCHAR(16) DEFAULT 'calm' NOT NULL,
    kind VARCHAR(16) DEFAULT 'call' NOT NULL,
    number VARCHAR(32) DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (call_id)
);
CREATE INDEX ix_tickets_queue ON tickets (queue);
CREATE TABLE turns (
    call_id VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    node_before VARCHAR(64) NOT NULL,
    node_after VARCHAR(64) NOT NULL,
    prompt TEXT NOT NULL,
    transcript JSON NOT NULL,
    interpretation JSON NOT NULL,
    decision JSON NOT NULL,
    timings JSON NOT NULL,
    survey JSON DEFAULT '{}' NOT NULL,
    PRIMARY KEY (call_id, number),
    FOREIGN KEY(call_id) REFERENCES calls (id) ON DELETE CASCADE
);
CREATE TABLE versions (
    line VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    language VARCHAR(8) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    entry TEXT NOT NULL,
    author TEXT NOT NULL,
    note TEXT NOT NULL,
    published DATETIME NOT NULL,
    replaces INTEGER,
    went_live DATETIME,
    PRIMARY KEY (line, number, language),
    FOREIGN KEY(line) REFERENCES lines (name)
);
CREATE TABLE live_versions (
    line VARCHAR(64) NOT NULL,
    language VARCHAR(8) NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (line, language),
    FOREIGN KEY(line, number, language) REFERENCES versions (line, number, language)
);
CREATE TABLE version_files (
    line VARCHAR(64) NOT NULL,
    number INTEGER NOT NULL,
    language VARCHAR(8) NOT NULL,
    path VARCHAR(512) NOT NULL,
    content BLOB NOT NULL,
    PRIMARY KEY (line, number, language, path),
    FOREIGN KEY(line, number, language) REFERENCES versions (line, number, language)
);
INSERT INTO calls VALUES ('a', 'retail', 'v1', 'en', '2026-03-02 09:00:00', 61000, 'transferred', 'handed_over');
INSERT INTO turns VALUES ('a', 1, 'welcome', 'order', 'Hello.', '{}', '{}', '{}', '{}', '{}');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood, kind, number)
VALUES ('T-b', 'b', 'general', '["refund"]', 'normal', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:02:00', 'annoyed', 'callback', '+442079460018');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood, kind, number)
VALUES ('T-a', 'a', 'general', '["refund"]', 'normal', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:01:00', 'annoyed', 'callback', '+442079460018');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood, kind, number)
VALUES ('T-c', 'c', 'general', '["refund"]', 'low', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 08:00:00', 'annoyed', 'callback', '+442079460018');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood, kind, number)
VALUES ('T-d', 'd', 'general', '["refund"]', 'high', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:03:00', 'annoyed', 'callback', '+442079460018');
INSERT INTO lines VALUES ('shop', 1);
INSERT INTO versions VALUES ('shop', 1, 'en', 'abc', 'flow.yaml', 'Anne', '', '2026-03-02 08:00:00', NULL, '2026-03-02 08:30:00');
INSERT INTO version_files VALUES ('shop', 1, 'en', 'flow.yaml', X'73686f70');
INSERT INTO live_versions VALUES ('shop', 'en', 1);
