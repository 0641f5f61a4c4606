-- Supervision orders, and every step of theirs.
CREATE TABLE programme_order (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_order" PRIMARY KEY,
    "Year" integer NULL,
    "Serial" integer NULL,
    "Number" character varying(60) NULL,
    "Source" character varying(12) NOT NULL,
    "SourceId" uuid NULL,
    "Title" character varying(120) NOT NULL,
    "Demand" character varying(2000) NOT NULL,
    "Basis" character varying(300) NOT NULL,
    "UnitId" uuid NOT NULL,
    "State" character varying(12) NOT NULL,
    "Days" integer NOT NULL,
    "OpenedOn" date NOT NULL,
    "NotifiedOn" date NULL,
    "AcknowledgeBy" date NULL,
    "DueOn" date NULL,
    "FirstDueOn" date NULL,
    "AskedDue" date NULL,
    "Extensions" integer NOT NULL,
    "TimesSentBack" integer NOT NULL,
    "Level" integer NOT NULL,
    "Criticism" character varying(8) NOT NULL,
    "CriticismBy" uuid NULL,
    "RepliedOn" date NULL,
    "ClosedOn" date NULL,
    "Version" integer NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_order_Year_Serial" ON programme_order ("Year", "Serial");
CREATE INDEX "IX_programme_order_UnitId_State_DueOn" ON programme_order ("UnitId", "State", "DueOn");
CREATE INDEX "IX_programme_order_State_DueOn" ON programme_order ("State", "DueOn");
CREATE UNIQUE INDEX "IX_programme_order_SourceId_UnitId" ON programme_order ("SourceId", "UnitId") WHERE "SourceId" IS NOT NULL AND "State" NOT IN ('Closed', 'Withdrawn');
CREATE TABLE programme_order_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_order_step" PRIMARY KEY,
    "OrderId" uuid NOT NULL,
    "Number" integer NOT NULL,
    "Kind" character varying(20) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Text" character varying(2000) NULL,
    "Day" date NULL,
    "FileSha256" character varying(64) NULL,
    "FileName" character varying(200) NULL,
    "FileSize" bigint NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_order_step_OrderId_Number" ON programme_order_step ("OrderId", "Number");
