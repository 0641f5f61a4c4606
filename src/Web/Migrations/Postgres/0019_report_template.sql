-- What the city writes around the figures of its monitoring reports.
CREATE TABLE indicators_report_template (
    "Id" character varying(10) NOT NULL CONSTRAINT "PK_indicators_report_template" PRIMARY KEY,
    "Text" character varying(20000) NOT NULL,
    "ChangedBy" character varying(80) NOT NULL,
    "ChangedAt" timestamp with time zone NOT NULL,
    "Version" integer NOT NULL
);
