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
    PRIMARY KEY (call_id, number),
    FOREIGN KEY(call_id) REFERENCES calls (id) ON DELETE CASCADE
);
INSERT INTO calls VALUES ('a', 'retail', 'v1', 'en', '2026-03-02 09:00:00', 61000, 'transferred', 'handed_over');
INSERT INTO turns VALUES ('a', 1, 'welcome', 'order', 'Hello.', '{}', '{}', '{}', '{}');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood)
VALUES ('T-b', 'b', 'general', '["refund"]', 'normal', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:02:00', 'annoyed');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood)
VALUES ('T-a', 'a', 'general', '["refund"]', 'normal', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:01:00', 'annoyed');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood)
VALUES ('T-c', 'c', 'general', '["refund"]', 'low', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 08:00:00', 'annoyed');
INSERT INTO tickets (id, call_id, queue, skills, priority, reason, summary, slots, transcript, status, created, mood)
VALUES ('T-d', 'd', 'general', '["refund"]', 'high', 'asked for a person', 'Wants a refund.', '{"number": "1234"}', '[{"who": "caller", "at_ms": 1200, "text": "退款"}]', 'waiting', '2026-03-02 09:03:00', 'annoyed');
