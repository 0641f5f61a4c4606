-- Training of those who carry the programme: sessions, who is put down and came, what it teaches, its record, and what those who were there said without a name.
CREATE TABLE programme_training (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_training" PRIMARY KEY,
    "HolderId" uuid NOT NULL,
    "Region" character varying(12) NOT NULL,
    "Kind" character varying(12) NOT NULL,
    "Title" character varying(120) NOT NULL,
    "Day" date NOT NULL,
    "Clock" character varying(5) NOT NULL,
    "Hours" numeric(18,4) NOT NULL,
    "Place" character varying(120) NOT NULL,
    "Roles" character varying(300) NOT NULL,
    "About" character varying(2000) NOT NULL,
    "Capacity" integer NULL,
    "SignUpBy" date NOT NULL,
    "State" character varying(12) NOT NULL,
    "Reason" character varying(500) NOT NULL,
    "SignedUp" integer NOT NULL,
    "Version" integer NOT NULL
);
CREATE INDEX "IX_programme_training_State_Day" ON programme_training ("State", "Day");
CREATE INDEX "IX_programme_training_HolderId_Day" ON programme_training ("HolderId", "Day");
CREATE TABLE programme_training_entry (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_training_entry" PRIMARY KEY,
    "SessionId" uuid NOT NULL,
    "PersonId" uuid NOT NULL,
    "PostId" uuid NOT NULL,
    "UnitId" uuid NOT NULL,
    "Unannounced" boolean NOT NULL,
    "Came" character varying(8) NULL,
    "Spoke" boolean NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_training_entry_SessionId_PersonId" ON programme_training_entry ("SessionId", "PersonId");
CREATE INDEX "IX_programme_training_entry_PersonId_Came" ON programme_training_entry ("PersonId", "Came");
CREATE INDEX "IX_programme_training_entry_UnitId_SessionId" ON programme_training_entry ("UnitId", "SessionId");
CREATE TABLE programme_training_file (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_training_file" PRIMARY KEY,
    "SessionId" uuid NOT NULL,
    "Sha256" character varying(64) NOT NULL,
    "Name" character varying(200) NOT NULL,
    "Size" bigint NOT NULL
);
CREATE UNIQUE INDEX "IX_programme_training_file_SessionId_Sha256" ON programme_training_file ("SessionId", "Sha256");
CREATE TABLE programme_training_step (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_training_step" PRIMARY KEY,
    "SessionId" uuid NOT NULL,
    "Kind" character varying(8) NOT NULL,
    "At" timestamp with time zone NOT NULL,
    "UnitName" character varying(120) NOT NULL,
    "PersonName" character varying(80) NOT NULL,
    "Was" character varying(8) NULL,
    "Now" character varying(8) NULL,
    "Text" character varying(800) NULL
);
CREATE INDEX "IX_programme_training_step_SessionId_At" ON programme_training_step ("SessionId", "At");
CREATE TABLE programme_training_feedback (
    "Id" uuid NOT NULL CONSTRAINT "PK_programme_training_feedback" PRIMARY KEY,
    "SessionId" uuid NOT NULL,
    "Score" integer NOT NULL,
    "Line" character varying(200) NULL
);
CREATE INDEX "IX_programme_training_feedback_SessionId" ON programme_training_feedback ("SessionId");
