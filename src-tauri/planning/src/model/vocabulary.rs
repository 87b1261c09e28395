//! The closed vocabularies of the trade: each value has the word kept in files, a Chinese and an English label.

use super::column::vocabulary;

vocabulary! {
    /// How a location is known.
    Precision {
        /// Measured in the field.
        Surveyed = "surveyed", "实测", "surveyed";
        /// From an approved drawing.
        Approved = "approved", "批复", "approved";
        /// Drawn by hand as an indication.
        Sketched = "sketched", "示意", "sketched";
        /// Known only to lie in a town; shown at the town's point.
        Town = "town", "镇域", "town level";
        /// Known only to lie in a county.
        County = "county", "县域", "county level";
        /// No location.
        Unmapped = "none", "未上图", "not mapped";
    }

    /// Level of an administrative region.
    RegionLevel {
        /// 省
        Province = "province", "省级", "province";
        /// 市州
        Prefecture = "prefecture", "市州", "prefecture";
        /// 县市区
        County = "county", "县市区", "county";
        /// 镇街
        Township = "township", "镇街", "township";
        /// 村
        Village = "village", "村居", "village";
    }

    /// What a unit does for a task.
    Role {
        /// 牵头
        Lead = "lead", "牵头", "lead";
        /// 责任
        Responsible = "responsible", "责任", "responsible";
        /// 参与
        Participating = "participating", "参与", "participating";
        /// 配合
        Supporting = "supporting", "配合", "supporting";
    }

    /// Category of a pilot town.
    Category {
        /// 卫星镇
        Satellite = "satellite", "卫星镇", "satellite town";
        /// 县域次中心镇
        Subcentre = "subcentre", "县域次中心镇", "county sub-centre";
        /// 特色专业镇
        Speciality = "speciality", "特色专业镇", "speciality town";
        /// 精致城镇
        Refined = "refined", "精致城镇", "refined town";
        /// 示范镇
        Demonstration = "demonstration", "示范镇", "demonstration town";
    }

    /// Level at which a town is a pilot.
    PilotLevel {
        /// 省级
        Province = "province", "省级", "provincial";
        /// 市级
        City = "city", "市级", "city";
        /// 州级
        Prefecture = "prefecture", "州级", "prefecture";
        /// 县级
        County = "county", "县级", "county";
    }

    /// Where a pilot designation stands.
    PilotStatus {
        /// 试点中
        Active = "active", "试点中", "active";
        /// 候选
        Candidate = "candidate", "候选", "candidate";
        /// 已验收
        Accepted = "accepted", "已验收", "accepted";
        /// 淘汰
        Eliminated = "eliminated", "已淘汰", "eliminated";
    }

    /// What a project builds or does.
    ProjectKind {
        /// 道路交通
        Road = "road", "道路交通", "road and transport";
        /// 供水
        Water = "water", "供水水利", "water supply and works";
        /// 污水
        Sewage = "sewage", "污水管网", "sewage";
        /// 环卫
        Sanitation = "sanitation", "环卫整治", "sanitation";
        /// 能源电信
        Utility = "utility", "能源通信", "energy and telecom";
        /// 驻地风貌
        Streetscape = "streetscape", "风貌改造", "townscape";
        /// 绿化
        Greening = "greening", "绿化生态", "greening and ecology";
        /// 教育
        Education = "education", "教育", "education";
        /// 卫生
        Health = "health", "医疗卫生", "health";
        /// 养老托育
        Care = "care", "养老托幼", "care";
        /// 文旅
        Culture = "culture", "文化旅游", "culture and tourism";
        /// 商贸
        Commerce = "commerce", "商贸物流", "commerce and logistics";
        /// 产业
        Industry = "industry", "产业园区", "industry";
        /// 农业
        Agriculture = "agriculture", "农业农田", "agriculture";
        /// 居住
        Housing = "housing", "居住社区", "housing and community";
        /// 智慧
        Digital = "digital", "数字智慧", "digital";
        /// 其他
        Other = "other", "其他", "other";
    }

    /// Where a project stands.
    ProjectStage {
        /// 谋划
        Idea = "idea", "谋划", "idea";
        /// 前期
        Preparing = "preparing", "前期", "preparing";
        /// 在建
        Building = "building", "在建", "building";
        /// 竣工
        Completed = "completed", "竣工", "completed";
        /// 验收
        Accepted = "accepted", "验收", "accepted";
        /// 停缓
        Suspended = "suspended", "停缓", "suspended";
    }

    /// Whether a numbered item carries its own list of units.
    TaskKind {
        /// 任务, with its own unit list.
        Task = "task", "任务", "task";
        /// 措施, numbered but without a unit list of its own.
        Measure = "measure", "措施", "measure";
    }

    /// Where a task stands.
    TaskStatus {
        /// 未启动
        NotStarted = "not_started", "未启动", "not started";
        /// 推进中
        Ongoing = "ongoing", "推进中", "ongoing";
        /// 已完成
        Done = "done", "已完成", "done";
        /// 已销号
        Closed = "closed", "已销号", "closed";
    }

    /// What a pinned place is.
    SiteKind {
        /// 试点村
        Village = "village", "村庄社区", "village";
        /// 学校
        School = "school", "学校", "school";
        /// 医院
        Hospital = "hospital", "医院", "hospital";
        /// 文物
        Relic = "relic", "文物古迹", "cultural relic";
        /// 景区
        Scenic = "scenic", "景区景点", "scenic spot";
        /// 河湖
        Waters = "waters", "河湖水系", "river or lake";
        /// 企业
        Enterprise = "enterprise", "企业园区", "enterprise";
        /// 驻地
        Seat = "seat", "政府驻地", "seat of government";
        /// 其他
        Other = "other", "其他点位", "other";
    }

    /// Where money comes from.
    MoneySource {
        /// 中央财政
        Central = "central", "中央财政", "central budget";
        /// 省级财政
        Province = "province", "省级财政", "provincial budget";
        /// 市级财政
        City = "city", "市级财政", "city budget";
        /// 县级财政
        County = "county", "县级财政", "county budget";
        /// 镇级财政
        Town = "town", "镇级财政", "town budget";
        /// 一般债券
        GeneralBond = "general_bond", "一般债券", "general bond";
        /// 专项债券
        SpecialBond = "special_bond", "专项债券", "special bond";
        /// 土地出让收益返还
        LandReturn = "land_return", "土地出让收益返还", "returned land income";
        /// 配套费返还
        FeeReturn = "fee_return", "配套费返还", "returned infrastructure fee";
        /// 奖补
        Award = "award", "奖补资金", "award";
        /// 银行贷款
        Loan = "loan", "银行贷款", "bank loan";
        /// 社会资本
        Social = "social", "社会资本(PPP)", "private capital (PPP)";
        /// 自筹
        Own = "own", "自筹", "own funds";
        /// 未注明来源
        Unstated = "unstated", "未注明来源", "source not stated";
    }

    /// How far an amount of money has come.
    MoneyStage {
        /// 匡算
        Estimated = "estimated", "匡算", "estimated";
        /// 批复
        Approved = "approved", "批复", "approved";
        /// 下达
        Allocated = "allocated", "下达", "allocated";
        /// 支付
        Spent = "spent", "支付", "spent";
    }

    /// What a complete entry of a project has and one may lack; for filters, no column.
    Lack {
        /// 资金
        Money = "money", "无资金", "no money";
        /// 牵头单位
        LeadUnit = "lead_unit", "缺牵头", "no lead unit";
        /// 起止时间
        Dates = "dates", "缺时间", "no dates";
        /// 位置
        Place = "place", "未上图", "not mapped";
    }

    /// A step every project passes.
    GateStep {
        /// 规划
        Planning = "planning", "规划", "planning";
        /// 设计
        Design = "design", "设计", "design";
        /// 立项审批
        Approval = "approval", "立项审批", "approval";
        /// 环评
        Environment = "environment", "环评", "environmental assessment";
        /// 用地
        Land = "land", "用地手续", "land";
        /// 施工许可
        Permit = "permit", "施工许可", "building permit";
        /// 开工
        Start = "start", "开工", "start";
        /// 竣工
        Completion = "completion", "竣工", "completion";
        /// 验收
        Acceptance = "acceptance", "验收", "acceptance";
    }

    /// How an indicator compares with its target.
    Operator {
        /// ≥
        AtLeast = "≥", "达到或超过", "at least";
        /// ≤
        AtMost = "≤", "不超过", "at most";
        /// >
        MoreThan = ">", "超过", "more than";
        /// <
        LessThan = "<", "低于", "less than";
        /// =
        Exactly = "=", "等于", "exactly";
        /// ≈
        About = "≈", "左右", "about";
    }

    /// Which control line.
    ControlKind {
        /// 永久基本农田
        Farmland = "farmland", "永久基本农田", "permanent basic farmland";
        /// 生态保护红线
        Ecology = "ecology", "生态保护红线", "ecological red line";
        /// 城镇开发边界
        UrbanBoundary = "urban", "城镇开发边界", "urban growth boundary";
        /// 其他
        Other = "other", "其他管控线", "other control line";
    }

    /// What follows from an assessment.
    Consequence {
        /// 通报表扬
        Commended = "commended", "通报表扬", "commended";
        /// 通报批评约谈
        Warned = "warned", "通报批评", "warned";
        /// 淘汰
        Eliminated = "eliminated", "淘汰", "eliminated";
        /// 递补
        Succeeded = "succeeded", "递补", "succeeded";
        /// 奖补
        Rewarded = "rewarded", "奖补", "rewarded";
    }

    /// What a budget line or a progress report belongs to.
    OwnerKind {
        /// 方案
        Plan = "plan", "方案", "plan";
        /// 任务
        Task = "task", "任务", "task";
        /// 项目
        Project = "project", "项目", "project";
        /// 镇街
        Town = "town", "镇街", "town";
    }
}
